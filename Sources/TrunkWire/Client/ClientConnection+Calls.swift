package import NIOCore

/// Calls going out. A stale `CallID` is harmless everywhere.
extension ClientConnection {
    /// What to do with a call.
    package enum BeginRequestAction: Sendable {
        /// Append the message's bytes, and nothing else, to the outgoing buffer; then `finishRequest`.
        case pack(CallID, MessagePosition)
        /// It is in the outgoing buffer: a stream that begins without a message.
        case opened(CallID)
        /// As many calls as are allowed are open: try again after `.reply`, `.failed`, `.released` or `.ready`.
        case hold
        /// It cannot be opened here.
        case refused(OpenRefusal)
    }

    /// What became of a request.
    package enum FinishRequestAction: Hashable, Sendable {
        /// It is in the outgoing buffer.
        case sent
        /// The message is longer than the server reads; nothing was sent and the slot is free (TRK-803, TRK-812).
        case tooLong(HitLimit)
    }

    /// Begins a call: takes a slot and an id, and writes the header. A stream from the client may begin without a message;
    /// with `decodedBytes` the message is raw deflate of so many bytes. A call with no time left is not begun: that
    /// is the owner's check, because a `timeoutMicros` of 0 means the method's default (TRK-505).
    package mutating func beginRequest(
        path: String, header: CallHeader, metadata: Metadata = Metadata(), shape: CallShape = .unary,
        hasMessage: Bool = true, decodedBytes: UInt32? = nil, into out: inout ByteBuffer
    ) -> BeginRequestAction {
        self.inSession(otherwise: .refused(.closed)) { session, _ in
            session.beginRequest(
                path: path, header: header, metadata: metadata, shape: shape,
                hasMessage: hasMessage || shape.hasOneRequest, decodedBytes: decodedBytes, into: &out)
        }
    }

    /// The message is packed: finishes its frame, or cuts it into fragments.
    package mutating func finishRequest(
        _ position: MessagePosition, into out: inout ByteBuffer
    ) -> FinishRequestAction {
        self.inSession(otherwise: .sent) { session, _ in session.finishRequest(position, into: &out) }
    }

    /// The message could not be packed: takes the request out of the buffer again and frees the slot.
    package mutating func abandonRequest(_ position: MessagePosition, into out: inout ByteBuffer) {
        self.inSession(otherwise: ()) { session, _ in session.abandonRequest(position, into: &out) }
    }

    /// The caller has given up: RESET(CANCELLED). The slot stays taken until `.released` (TRK-322).
    package mutating func cancel(_ call: CallID, into out: inout ByteBuffer) {
        self.inSession(otherwise: ()) { session, _ in session.cancel(call, text: "", into: &out) }
    }

    /// Calls that hold a slot.
    package var openCallCount: Int {
        switch self.state {
        case .awaitingPreface(let session): session.value.calls.count
        case .awaitingHello(let session): session.value.calls.count
        case .open(let session): session.value.calls.count
        case .closing: 0
        case .closed: 0
        }
    }
}
