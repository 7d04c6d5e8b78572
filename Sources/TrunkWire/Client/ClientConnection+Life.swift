package import NIOCore

/// Time, the end of a turn, drain and close.
extension ClientConnection {
    /// Looks at every clock of the connection; to be called about every 100 ms to 1 s, before `endOfTurn`.
    package mutating func tick(now: NIODeadline, into out: inout ByteBuffer) {
        self.inSession(otherwise: ()) { session, stage in
            session.tick(helloAwaited: stage != .open, now: now, into: &out)
        }
    }

    /// Ends a turn: writes what is due to the server, and says whether the connection is over.
    ///
    /// After `.writeThenClose` the owner fails the calls that are left.
    ///
    /// - Parameter gatheredBytesMax: fragments of long messages are appended until `out` holds so much; 0 while the
    ///   socket takes nothing.
    package mutating func endOfTurn(
        gatheredBytesMax: Int = WireLimits.gatheredBytesMax, now: NIODeadline, into out: inout ByteBuffer
    ) -> TurnAction {
        self.inSession(otherwise: ()) { session, _ in
            session.keepAlive.answer(into: &out)
            if !session.fragments.isEmpty { session.writeFragments(upTo: gatheredBytesMax, into: &out) }
            session.closing = session.finishReason
        }
        switch consume self.state {
        case .closing(let reason):
            self = .init(state: .closed)
            return .writeThenClose(reason)
        case .awaitingPreface(let session): self = .init(state: .awaitingPreface(session))
        case .awaitingHello(let session): self = .init(state: .awaitingHello(session))
        case .open(let session): self = .init(state: .open(session))
        case .closed: self = .init(state: .closed)
        }
        return .write
    }

    /// Opens no more calls: GOAWAY(SHUTDOWN). The running ones finish, then the turn ends with a close (TRK-707).
    package mutating func drain(text: String = "", into out: inout ByteBuffer) {
        self.inSession(otherwise: ()) { session, _ in
            guard !session.isDraining else { return }
            session.isDraining = true
            GoAway(reason: .shutdown, lastStream: .connection, text: text).write(into: &out)
        }
    }

    /// Ends the connection for a reason of the owner's: GOAWAY and close. Calls that are open are the owner's to fail.
    package mutating func close(_ reason: GoAwayReason, text: String = "", into out: inout ByteBuffer) {
        self.inSession(otherwise: ()) { session, _ in
            GoAway(reason: reason, lastStream: .connection, text: text).write(into: &out)
            session.closing = .requested(reason)
        }
    }
}
