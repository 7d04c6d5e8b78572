package import NIOCore

/// Time, the end of a turn, drain and close.
extension ServerConnection {
    /// What a clock has brought about.
    package enum TickAction: Hashable, Sendable {
        /// Nothing for the owner.
        case none
        /// The grace of a drain is over: `terminate` every running call with UNAVAILABLE, and cancel its task.
        case graceOver
    }

    /// Looks at every clock of the connection; to be called about every 100 ms to 1 s, before `endOfTurn`.
    package mutating func tick(now: NIODeadline, into out: inout ByteBuffer) -> TickAction {
        switch consume self.state {
        case .awaitingPreface(let opening):
            self = .init(state: opening.value.isLate(now: now) ? .closing(.prefaceTimeout) : .awaitingPreface(opening))
        case .awaitingHello(let opening):
            self = .init(state: opening.value.isLate(now: now) ? .closing(.prefaceTimeout) : .awaitingHello(opening))
        case .open(var session):
            let action = session.value.tick(now: now, into: &out)
            self = .init(session: session)
            return action
        case .closing(let reason): self = .init(state: .closing(reason))
        case .closed: self = .init(state: .closed)
        }
        return .none
    }

    /// Ends a turn: writes what is due to the client, and says whether the connection is over.
    ///
    /// - Parameter gatheredBytesMax: fragments of long messages are appended until `out` holds so much; 0 while the
    ///   socket takes nothing.
    package mutating func endOfTurn(
        gatheredBytesMax: Int = WireLimits.gatheredBytesMax, now: NIODeadline, into out: inout ByteBuffer
    ) -> TurnAction {
        switch consume self.state {
        case .awaitingPreface(let opening): self = .init(state: .awaitingPreface(opening))
        case .awaitingHello(let opening): self = .init(state: .awaitingHello(opening))
        case .open(var session):
            session.value.keepAlive.answer(into: &out)
            if !session.value.fragments.isEmpty {
                session.value.writeFragments(upTo: gatheredBytesMax, now: now, into: &out)
            }
            if session.value.isFinished {
                let reason: CloseReason = session.value.inputEnded ? .inputEnded : .drained
                self = .init(state: .closed)
                return .writeThenClose(reason)
            }
            self = .init(state: .open(session))
        case .closing(let reason):
            self = .init(state: .closed)
            return .writeThenClose(reason)
        case .closed: self = .init(state: .closed)
        }
        return .write
    }

    /// Begins a graceful end (TRK-705): GOAWAY(FFFFFFFF) now, the real last id after one PING round trip or 1 s,
    /// the close when the calls have finished. Before the client's HELLO it closes at once.
    package mutating func drain(
        graceMillis: UInt32 = WireLimits.drainGraceMillis, spreadMillis: UInt32 = 0, text: String = "",
        now: NIODeadline, into out: inout ByteBuffer
    ) {
        switch consume self.state {
        case .open(var session):
            let goAway = GoAway(
                reason: .shutdown, lastStream: .all, graceMillis: graceMillis, spreadMillis: spreadMillis, text: text)
            session.value.startDrain(goAway, now: now, into: &out)
            self = .init(session: session)
        case .awaitingPreface(let opening):
            self = .init(state: .awaitingPreface(opening))
            self.close(.shutdown, text: text, into: &out)
        case .awaitingHello(let opening):
            self = .init(state: .awaitingHello(opening))
            self.close(.shutdown, text: text, into: &out)
        case .closing(let reason): self = .init(state: .closing(reason))
        case .closed: self = .init(state: .closed)
        }
    }

    /// Does not let the client in: once its preface has been read it gets ours, and GOAWAY with this reason and the
    /// rule's text in HELLO's place (TRK-801). For a connection that has read nothing yet; later it does nothing.
    package mutating func turnAway(_ reason: GoAwayReason, _ rule: Rule) {
        switch consume self.state {
        case .awaitingPreface(var opening):
            opening.value.refusal = GoAway(reason: reason, lastStream: .connection, text: rule.text)
            self = .init(state: .awaitingPreface(opening))
        case .awaitingHello(let opening): self = .init(state: .awaitingHello(opening))
        case .open(let session): self = .init(state: .open(session))
        case .closing(let earlier): self = .init(state: .closing(earlier))
        case .closed: self = .init(state: .closed)
        }
    }

    /// Ends the connection for a reason of the owner's: GOAWAY, where the client's preface has been read, and close.
    package mutating func close(_ reason: GoAwayReason, text: String = "", into out: inout ByteBuffer) {
        switch consume self.state {
        case .awaitingPreface: self = .init(state: .closing(.requested(reason)))
        case .awaitingHello:
            GoAway(reason: reason, lastStream: .connection, text: text).write(into: &out)
            self = .init(state: .closing(.requested(reason)))
        case .open(let session):
            GoAway(reason: reason, lastStream: session.value.lastAccepted, text: text).write(into: &out)
            self = .init(state: .closing(.requested(reason)))
        case .closing(let earlier): self = .init(state: .closing(earlier))
        case .closed: self = .init(state: .closed)
        }
    }
}
