internal import NIOCore

/// What time and the end of a turn do to the connection.
extension ServerSession {
    /// Looks at every clock of the connection.
    mutating func tick(now: NIODeadline, into out: inout ByteBuffer) -> ServerConnection.TickAction {
        guard self.closing == nil else { return .none }
        guard self.heldSince == nil else { return self.tickDrain(now: now, into: &out) }
        if self.decoder.isLate(limits: self.limits, now: now) {
            self.close(ConnectionViolation(.frameTooSlow, reason: .slow), into: &out)
            return .none
        }
        if self.keepAlive.isUnanswered(limits: self.limits, now: now) {
            self.closing = .keepAliveTimeout
            return .none
        }
        if self.calls.count == 0 {
            if self.keepAlive.silenceMillis(now: now) >= self.limits.idleMillisMax {
                self.close(ConnectionViolation(.idle, reason: .idle), into: &out)
                return .none
            }
        } else if self.keepAlive.shouldAsk(
            limits: self.limits, peerIntervalMillisMin: self.peer.pingIntervalMillisMin, now: now)
        {
            self.keepAlive.ask(now: now, into: &out)
        }
        return self.tickDrain(now: now, into: &out)
    }

    /// The owner reads again: the time it did not is not the client's.
    mutating func inputResumed(now: NIODeadline) {
        guard let heldSince = self.heldSince else { return }
        self.heldSince = nil
        let nanoseconds = now.nanoseconds(since: heldSince)
        self.decoder.stoodStill(nanoseconds: nanoseconds)
        self.keepAlive.stoodStill(nanoseconds: nanoseconds)
    }

    /// "Open no more here", and a PING to learn when the client has read it.
    mutating func startDrain(_ goAway: GoAway, now: NIODeadline, into out: inout ByteBuffer) {
        guard self.closing == nil, case .none = self.drain else { return }
        var first = goAway
        first.lastStream = .all
        first.write(into: &out)
        self.keepAlive.ask(now: now, into: &out)
        self.drain = .announced(goAway, at: now)
    }

    /// The PING has come back: no call can be on its way that the client opened without knowing.
    mutating func drainProbeAnswered(into out: inout ByteBuffer) {
        guard case .announced(let goAway, let at) = self.drain else { return }
        self.nameLast(goAway, since: at, into: &out)
    }

    /// True when everything that was to be finished is.
    var isFinished: Bool {
        guard self.calls.count == 0 else { return false }
        switch self.drain {
        case .last, .graceOver: return true
        case .none, .announced: return self.clientIsLeaving || self.inputEnded
        }
    }

    /// Ends one call whose request, or whose stream, can no longer arrive: the client has shut down its side.
    mutating func abandonOne(now: NIODeadline, into out: inout ByteBuffer) -> Inbound? {
        guard self.closing == nil else { return nil }
        for slot in 0..<self.calls.slotCount {
            guard let id = self.calls.id(inSlot: slot) else { continue }
            if self.calls[open: id].isReceivingStream, !self.calls[open: id].halfClosed {
                self.terminate(id, with: EndStatus(.cancelled), now: now, into: &out)
                return .cancel(id, .reset)
            }
            guard !self.calls[open: id].hasBegun, self.calls[open: id].missingBytes > 0 else { continue }
            self.finish(id, with: EndStatus(.cancelled), now: now, into: &out)
            return .abandoned(id)
        }
        return nil
    }

    private mutating func tickDrain(now: NIODeadline, into out: inout ByteBuffer) -> ServerConnection.TickAction {
        switch self.drain {
        case .none, .graceOver: return .none
        case .announced(let goAway, let at):
            if now.milliseconds(since: at) >= self.limits.drainProbeMillisMax {
                self.nameLast(goAway, since: at, into: &out)
            }
            return .none
        case .last(let graceEnds, let last):
            guard now >= graceEnds else { return .none }
            self.drain = .graceOver(last)
            return .graceOver
        }
    }

    private mutating func nameLast(_ goAway: GoAway, since at: NIODeadline, into out: inout ByteBuffer) {
        var second = goAway
        second.lastStream = self.lastStream
        second.write(into: &out)
        let grace = UInt64(goAway.graceMillis) * 1_000_000
        let (ends, overflow) = at.uptimeNanoseconds.addingReportingOverflow(grace)
        self.drain = .last(graceEnds: overflow ? .distantFuture : .uptimeNanoseconds(ends), self.lastStream)
    }
}
