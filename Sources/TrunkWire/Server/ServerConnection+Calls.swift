package import NIOCore

/// What the owner does to calls. A stale `CallID` is harmless everywhere.
extension ServerConnection {
    /// What becomes of an accepted call.
    package enum AcceptAction: Sendable {
        /// Start the handler with this message.
        case run(WireMessage)
        /// Start the handler; the client's messages follow as `.message`, then `.inputEnded`.
        case open
        /// The message is still arriving: `.message` follows, or `.abandoned`.
        case wait
        /// The call is over: malformed for its shape, reset meanwhile, or the connection is.
        case ended
    }

    /// What to do with a reply.
    package enum BeginResponseAction: Sendable {
        /// Append the message's bytes, and nothing else, to the outgoing buffer; then `finishResponse`.
        case pack(MessagePosition)
        /// Nobody waits for the reply, or its metadata did not fit: the call is over and its slot free.
        case drop
    }

    /// What became of a reply.
    package enum FinishResponseAction: Hashable, Sendable {
        /// It is in the outgoing buffer.
        case sent
        /// It is longer than the client's limit; END(RESOURCE_EXHAUSTED) is in the buffer instead (TRK-803).
        case tooLong(HitLimit)
    }

    /// The method has been looked up and the caller may call it. Messages that carry a secret must not come
    /// compressed (TRK-904).
    package mutating func accept(
        _ call: OpenedCall, as shape: CallShape, carriesSecret: Bool = false, now: NIODeadline,
        into out: inout ByteBuffer
    ) -> AcceptAction {
        self.inSession(otherwise: .ended) {
            $0.accept(call, as: shape, carriesSecret: carriesSecret, now: now, into: &out)
        }
    }

    /// Ends a call whose handler has not been started; NOT_EXECUTED is set here.
    package mutating func refuse(
        _ call: CallID, with status: EndStatus, now: NIODeadline, into out: inout ByteBuffer
    ) {
        self.inSession(otherwise: ()) { $0.finish(call, with: status, now: now, into: &out) }
    }

    /// The handler has returned a reply: begins the RESPONSE. `finishResponse` frees the slot.
    ///
    /// With `decodedBytes` the message packed behind it is raw deflate of so many bytes. When packing fails, call `abandonResponse` and then `end`.
    package mutating func beginResponse(
        _ call: CallID, metadata: Metadata = Metadata(), load: UInt16 = ReplyHeader.loadNotTold,
        decodedBytes: UInt32? = nil, now: NIODeadline, into out: inout ByteBuffer
    ) -> BeginResponseAction {
        self.inSession(otherwise: .drop) {
            $0.beginResponse(
                call, metadata: metadata, load: load, decodedBytes: decodedBytes, now: now, into: &out)
        }
    }

    /// The reply's message is packed: finishes its frame, or cuts it into fragments, and frees the slot.
    package mutating func finishResponse(
        _ position: MessagePosition, now: NIODeadline, into out: inout ByteBuffer
    ) -> FinishResponseAction {
        self.inSession(otherwise: .sent) { $0.finishResponse(position, now: now, into: &out) }
    }

    /// The reply could not be packed: takes its beginning out of the buffer again. The call is still open.
    package mutating func abandonResponse(_ position: MessagePosition, into out: inout ByteBuffer) {
        out.moveWriterIndex(to: position.frameStart)
    }

    /// The handler has returned without a reply, or a stream's handler has returned: END, behind what is pending of a
    /// stream that ends well, unless it has gone out before, and the slot is free.
    package mutating func end(
        _ call: CallID, with status: EndStatus, load: UInt16 = ReplyHeader.loadNotTold, now: NIODeadline,
        into out: inout ByteBuffer
    ) {
        self.inSession(otherwise: ()) { $0.finish(call, with: status, load: load, now: now, into: &out) }
    }

    /// Sends END while the handler still runs (deadline, end of a drain's grace). The slot stays taken until
    /// `beginResponse` or `end`. A call that has not begun ends here, with NOT_EXECUTED (TRK-504).
    package mutating func terminate(
        _ call: CallID, with status: EndStatus, now: NIODeadline, into out: inout ByteBuffer
    ) {
        self.inSession(otherwise: ()) { $0.terminate(call, with: status, now: now, into: &out) }
    }

    /// Calls that hold a slot.
    package var openCallCount: Int {
        switch self.state {
        case .open(let session): session.value.calls.count
        case .awaitingPreface: 0
        case .awaitingHello: 0
        case .closing: 0
        case .closed: 0
        }
    }
}
