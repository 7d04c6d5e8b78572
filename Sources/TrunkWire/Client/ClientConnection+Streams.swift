package import NIOCore

/// The messages of streams, and output that is written in turns. A stale `CallID` is harmless everywhere.
extension ClientConnection {
    /// Whether a message of a stream may be sent now.
    package enum BeginMessageAction: Sendable {
        /// Append the message's bytes, and nothing else, to the outgoing buffer; then `finishMessage`.
        case pack(MessagePosition)
        /// No credit, or fragments of the last message are pending: try again when `nextSendable` names the call.
        case hold
        /// The call is over, or its input was ended.
        case drop
    }

    /// Begins a MESSAGE of a stream. With `decodedBytes` what is packed is raw deflate of so many bytes.
    package mutating func beginMessage(
        _ call: CallID, decodedBytes: UInt32? = nil, into out: inout ByteBuffer
    ) -> BeginMessageAction {
        self.inSession(otherwise: .drop) { session, _ in
            session.beginMessage(call, decodedBytes: decodedBytes, into: &out)
        }
    }

    /// The message is packed: charges it to the stream's credit and finishes its frame, or the first of its fragments.
    /// The last message of a stream ends it. After `.tooLong` nothing has been sent and the call is still open.
    package mutating func finishMessage(
        _ position: MessagePosition, isLast: Bool = false, into out: inout ByteBuffer
    ) -> FinishRequestAction {
        self.inSession(otherwise: .sent) { session, _ in
            session.finishMessage(position, isLast: isLast, into: &out)
        }
    }

    /// The message could not be packed: takes its beginning out of the buffer again. The call is still open.
    package mutating func abandonMessage(_ position: MessagePosition, into out: inout ByteBuffer) {
        out.moveWriterIndex(to: position.frameStart)
    }

    /// This side sends no more messages on the stream: END, behind what is pending.
    package mutating func finishSending(_ call: CallID, into out: inout ByteBuffer) {
        self.inSession(otherwise: ()) { session, _ in session.finishSending(call, into: &out) }
    }

    /// The consumer has taken a stream's message: its credit and what the pool holds for it go back.
    package mutating func taken(_ call: CallID, _ message: WireMessage, into out: inout ByteBuffer) {
        self.inSession(otherwise: ()) { session, _ in session.taken(call, message, into: &out) }
    }

    /// A stream that was told to hold and may send now; to be asked until nil, after input and after `endOfTurn`.
    package mutating func nextSendable() -> CallID? {
        self.inSession(otherwise: nil) { session, _ in session.nextSendable() }
    }

    /// Fragments wait: call `endOfTurn` again when the socket takes more.
    package var hasPendingOutput: Bool {
        switch self.state {
        case .awaitingPreface(let session): !session.value.fragments.isEmpty
        case .awaitingHello(let session): !session.value.fragments.isEmpty
        case .open(let session): !session.value.fragments.isEmpty
        case .closing: false
        case .closed: false
        }
    }

    /// What the server announced; the floors until its HELLO has come.
    package var peer: Settings {
        switch self.state {
        case .awaitingPreface(let session): session.value.peer
        case .awaitingHello(let session): session.value.peer
        case .open(let session): session.value.peer
        case .closing: .floor
        case .closed: .floor
        }
    }
}
