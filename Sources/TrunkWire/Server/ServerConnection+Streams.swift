package import NIOCore

/// The messages of streams, and output that is written in turns. A stale `CallID` is harmless everywhere.
extension ServerConnection {
    /// Whether a message of a stream may be sent now.
    package enum BeginMessageAction: Sendable {
        /// Append the message's bytes, and nothing else, to the outgoing buffer; then `finishMessage`.
        case pack(MessagePosition)
        /// No credit, or fragments of the last message are pending: try again when `nextSendable` names the call.
        case hold
        /// Nobody waits for messages of this call any more.
        case drop
    }

    /// Begins a MESSAGE of a stream. With `decodedBytes` what is packed is raw deflate of so many bytes.
    package mutating func beginMessage(
        _ call: CallID, decodedBytes: UInt32? = nil, into out: inout ByteBuffer
    ) -> BeginMessageAction {
        self.inSession(otherwise: .drop) { $0.beginMessage(call, decodedBytes: decodedBytes, into: &out) }
    }

    /// The message is packed: charges it to the stream's credit and finishes its frame, or the first of its fragments.
    /// After `.tooLong` nothing has been sent and the call is still open.
    package mutating func finishMessage(
        _ position: MessagePosition, into out: inout ByteBuffer
    ) -> FinishResponseAction {
        self.inSession(otherwise: .sent) { $0.finishMessage(position, into: &out) }
    }

    /// The message could not be packed: takes its beginning out of the buffer again. The call is still open.
    package mutating func abandonMessage(_ position: MessagePosition, into out: inout ByteBuffer) {
        out.moveWriterIndex(to: position.frameStart)
    }

    /// The handler has taken a stream's message: its credit and what the pool holds for it go back.
    package mutating func taken(_ call: CallID, _ message: WireMessage, into out: inout ByteBuffer) {
        self.inSession(otherwise: ()) { $0.taken(call, message, into: &out) }
    }

    /// A stream that was told to hold and may send now; to be asked until nil, after input and after `endOfTurn`.
    package mutating func nextSendable() -> CallID? {
        self.inSession(otherwise: nil) { $0.nextSendable() }
    }

    /// Fragments wait: call `endOfTurn` again when the socket takes more.
    package var hasPendingOutput: Bool {
        switch self.state {
        case .open(let session): !session.value.fragments.isEmpty
        case .awaitingPreface: false
        case .awaitingHello: false
        case .closing: false
        case .closed: false
        }
    }

    /// The owner stops giving bytes to `receive`: no clock of the peer's runs meanwhile.
    package mutating func inputHeld(now: NIODeadline) {
        self.inSession(otherwise: ()) { session in
            if session.heldSince == nil { session.heldSince = now }
        }
    }

    /// The owner goes on giving bytes.
    package mutating func inputResumed(now: NIODeadline) {
        self.inSession(otherwise: ()) { $0.inputResumed(now: now) }
    }
}
