internal import NIOCore
internal import TrunkWire

/// Time and the end, as a server's owner sees them.
extension ServerOwner {
    /// Time moves on, and the timer fires.
    func pause(_ nanoseconds: Int64) {
        self.now = self.now + .nanoseconds(nanoseconds)
        self.askedBytes += 1_024
        guard case .graceOver = self.connection.tick(now: self.now, into: &self.out) else { return }
        for call in self.calls.values.sorted(by: { $0.id.slot < $1.id.slot }) {
            self.terminate(call, EndStatus(.unavailable))
        }
    }

    /// Drain, close, half-close, or input that is held back.
    func steer(_ input: inout FuzzInput) {
        self.askedBytes += 1_024
        switch input.byte() % 8 {
        case 0:
            self.connection.drain(graceMillis: UInt32(input.byte()) * 100, text: "bye", now: self.now, into: &self.out)
        case 1: self.connection.close(.busy, text: "busy", into: &self.out)
        case 2:
            self.connection.inputClosed()
            self.drainEvents()
        case 3: self.connection.turnAway(.busy, .tooManyConnections)
        case 4, 5: self.connection.inputHeld(now: self.now)
        default: self.connection.inputResumed(now: self.now)
        }
    }

    /// Every handler returns and everything is written; then nothing may be left.
    func settle() -> ByteBuffer {
        var written = ByteBuffer()
        for call in self.calls.values.sorted(by: { $0.id.slot < $1.id.slot }) {
            if call.isOffered {
                self.refuse(call, EndStatus(.unavailable))
            } else if call.isRunning {
                self.end(call, EndStatus(.unavailable))
            } else {
                self.terminate(call, EndStatus(.unavailable))
            }
        }
        var turns = 0
        repeat {
            written.writeImmutableBuffer(self.endOfTurn())
            turns += 1
        } while self.connection.hasPendingOutput && turns < 1_000
        demand(!self.connection.hasPendingOutput, "output comes to an end")
        if self.closed == nil { demand(self.connection.openCallCount == 0, "every call ends") }
        return written
    }
}
