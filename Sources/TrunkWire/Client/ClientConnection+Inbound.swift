package import NIOCore

/// Bytes in, events out.
extension ClientConnection {
    /// What a server has done that the owner has to act on.
    package enum Inbound: Sendable {
        /// The server's HELLO: from here on its limits hold, before it the floors.
        indirect case ready(Settings)
        /// The next message of a stream, kept by the owner until its consumer takes it: then `taken`.
        case message(CallID, WireMessage)
        /// The call is over; its slot is free.
        case reply(CallID, Reply)
        /// The call is over for its caller; whether the slot is free says `holdsSlot`.
        case failed(CallID, CallFailure)
        /// The slot of a cancelled or failed call is free now.
        case released(CallID)
        /// Open no more calls here, and connect again after a random delay of at most `spreadMillis`.
        case goAway(GoAway)
    }

    /// Takes newly read bytes; follow it by `next` until it answers nil.
    package mutating func receive(_ bytes: ByteBuffer) {
        self.inSession(otherwise: ()) { session, _ in session.decoder.append(bytes) }
    }

    /// The next event; nil when more bytes are needed or the connection is over.
    package mutating func next(now: NIODeadline, into out: inout ByteBuffer) -> Inbound? {
        self.inSession(otherwise: nil) { session, stage in
            if stage == .preface {
                guard session.readPreface(into: &out) else { return nil }
                stage = .hello
            }
            if stage == .hello {
                guard let event = session.readHello(now: now, into: &out) else { return nil }
                stage = .open
                return event
            }
            return session.next(now: now, into: &out)
        }
    }

    /// The server has shut down its side of the transport: no reply can come any more, and the turn ends with a
    /// close. The owner fails the calls that are left; whether they were executed is not known.
    package mutating func inputClosed() {
        self.inSession(otherwise: ()) { session, stage in
            session.inputEnded = true
            if stage != .open { session.closing = .inputEnded }
        }
    }
}
