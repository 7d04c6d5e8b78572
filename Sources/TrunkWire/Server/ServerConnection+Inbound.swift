package import NIOCore

/// Bytes in, events out.
extension ServerConnection {
    /// What a client has done that the owner has to act on.
    package enum Inbound: Sendable {
        /// The client's HELLO: its limits, its software, the token for the whole connection.
        indirect case ready(Settings)
        /// A call was opened; answer with `accept` or `refuse`, at once if it may be a stream.
        case call(OpenedCall)
        /// A message. Of a call that was accepted with `.wait` it is the one request: start the handler; the pool's
        /// reservation ends here, so unpack it before asking for the next event. Of a stream it is the next of many,
        /// kept by the owner until the handler takes it: then `taken`.
        case message(CallID, WireMessage)
        /// The client sends no more messages on this stream; told once, after its last message.
        case inputEnded(CallID)
        /// Cancel the running handler's task; report its return as always.
        case cancel(CallID, CancelCause)
        /// The call ended before its handler was started: forget it. The slot is free.
        case abandoned(CallID)
        /// The client opens no more calls; its running ones finish.
        case goAway(GoAway)
    }

    /// The next event; nil when more bytes are needed or the connection is over.
    package mutating func next(now: NIODeadline, into out: inout ByteBuffer) -> Inbound? {
        while true {
            switch consume self.state {
            case .awaitingPreface(var opening):
                switch opening.value.readPreface(into: &out) {
                case .prefaceRead:
                    self = .init(state: .awaitingHello(opening))
                    continue
                case .close(let reason): self = .init(state: .closing(reason))
                case .wait, .helloRead: self = .init(state: .awaitingPreface(opening))
                }
                return nil
            case .awaitingHello(var opening):
                switch opening.value.readHello(now: now, into: &out) {
                case .helloRead(let peer):
                    self = .init(state: .open(UniqueBox(ServerSession(opening: opening.value, peer: peer, now: now))))
                    return .ready(peer)
                case .close(let reason): self = .init(state: .closing(reason))
                case .wait, .prefaceRead: self = .init(state: .awaitingHello(opening))
                }
                return nil
            case .open(var session):
                let event = session.value.next(now: now, into: &out)
                self = .init(session: session)
                return event
            case .closing(let reason): self = .init(state: .closing(reason))
            case .closed: self = .init(state: .closed)
            }
            return nil
        }
    }

    /// The client has shut down its side of the transport: it opens no more calls, the running ones finish, and
    /// then the turn ends with a close. Follow it by `next` until it answers nil.
    package mutating func inputClosed() {
        switch consume self.state {
        case .awaitingPreface: self = .init(state: .closing(.inputEnded))
        case .awaitingHello: self = .init(state: .closing(.inputEnded))
        case .open(var session):
            session.value.inputEnded = true
            self = .init(session: session)
        case .closing(let reason): self = .init(state: .closing(reason))
        case .closed: self = .init(state: .closed)
        }
    }
}
