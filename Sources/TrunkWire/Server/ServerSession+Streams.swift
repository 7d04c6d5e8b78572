internal import NIOCore

/// Streams: what comes in for them, what goes out, and who waits for credit.
extension ServerSession {
    /// Opens the books of a stream and starts it.
    mutating func acceptStream(
        _ opened: OpenedCall, as shape: CallShape, carriesSecret: Bool, now: NIODeadline, into out: inout ByteBuffer
    ) -> ServerConnection.AcceptAction {
        let id = opened.id
        self.calls[open: id].shape = shape
        guard !shape.hasOneRequest else {
            self.calls[open: id].flow = StreamFlow(windowBytes: 0)
            return self.acceptRequest(opened, now: now, into: &out)
        }
        let windowBytes = self.limits.windowBytes
        let flow = StreamFlow(windowBytes: windowBytes)
        flow.refusesCompression = carriesSecret
        self.calls[open: id].flow = flow
        // The first message may have come in fragments: from here on the stream's books hold its room.
        let firstBytes = self.calls[open: id].assembly?.totalBytes ?? 0
        guard self.pool.reserve(windowBytes) else {
            flow.reservedBytes = firstBytes
            let violation = CallViolation(.poolExhausted, limit: .receivePoolBytes(self.limits))
            return self.reject(id, violation, now: now, into: &out)
        }
        flow.reservedBytes += firstBytes
        self.calls[open: id].phase = .running
        if case .whole(let message) = opened.message {
            flow.receivedCount = 1
            self.queued.append(.message(id, message))
        } else if self.calls[open: id].assembly?.missingBytes == 0, let message = self.takeAssembled(id) {
            self.queued.append(.message(id, message))
        }
        if self.calls[open: id].halfClosed {
            self.queued.append(.inputEnded(id))
        } else {
            self.calls[open: id].completedAt = nil
        }
        return .open
    }

    /// MESSAGE of a stream: begins a message, or goes on with one; the message when it is complete.
    mutating func streamMessage(
        _ frame: Frame, _ id: CallID, now: NIODeadline
    ) throws(CallViolation) -> ServerConnection.Inbound? {
        if self.calls[open: id].halfClosed { throw CallViolation(.afterEnd) }
        guard let flow = self.calls[open: id].flow else { return nil }
        let message: WireMessage
        if self.calls[open: id].assembly != nil {
            guard try self.calls[open: id].assembly?.add(frame) == true, let whole = self.takeAssembled(id) else {
                return nil
            }
            message = whole
        } else {
            let begun = try ReceivedMessage(beginning: frame, limits: self.limits)
            guard
                let whole = try flow.begin(begun, from: &self.pool, limits: self.limits, &self.calls[open: id].assembly)
            else { return nil }
            message = whole
        }
        if frame.header.flags.contains(.end) {
            self.calls[open: id].halfClosed = true
            self.calls[open: id].completedAt = now
            self.queued.append(.inputEnded(id))
        }
        return .message(id, message)
    }

    private mutating func takeAssembled(_ id: CallID) -> WireMessage? {
        guard let assembly = self.calls[open: id].assembly else { return nil }
        self.calls[open: id].assembly = nil
        self.calls[open: id].flow?.receivedCount += 1
        return assembly.message
    }

    /// The handler has taken a message.
    mutating func taken(_ id: CallID, _ message: WireMessage, into out: inout ByteBuffer) {
        guard self.calls.holds(id), let flow = self.calls[open: id].flow else { return }
        flow.release(message, to: &self.pool)
        guard let credit = flow.taken(message.creditBytes), !self.calls[open: id].halfClosed,
            self.calls[open: id].phase == .running
        else { return }
        FrameEncoder.write(credit: credit, stream: id.stream, into: &out)
    }

    /// Begins a message of a stream, when there is credit for one and nothing of the last one is left.
    mutating func beginMessage(
        _ id: CallID, decodedBytes: UInt32?, into out: inout ByteBuffer
    ) -> ServerConnection.BeginMessageAction {
        guard self.calls.holds(id), self.calls[open: id].phase == .running, let flow = self.calls[open: id].flow else {
            return .drop
        }
        if self.calls[open: id].shape.hasOneReply, flow.sentCount > 0 { return .drop }
        guard !self.calls[open: id].hasPendingOutput, self.calls[open: id].creditBytes > 0 else {
            flow.isHeld = true
            return .hold
        }
        let frameStart = FrameEncoder.begin(
            .message, flags: decodedBytes == nil ? [] : .compressed, stream: id.stream, into: &out)
        let extent = FrameEncoder.beginMessage(frameStart: frameStart, decodedBytes: decodedBytes, into: &out)
        return .pack(MessagePosition(call: id, extent: extent))
    }

    /// The message has been packed: charges it and finishes its frame, or the first of its fragments.
    mutating func finishMessage(
        _ position: MessagePosition, into out: inout ByteBuffer
    ) -> ServerConnection.FinishResponseAction {
        let id = position.call
        let limit = self.peer.limitHit(by: position.extent, endingAt: out.writerIndex)
        guard limit == nil, self.calls.holds(id) else {
            out.moveWriterIndex(to: position.frameStart)
            return limit.map { .tooLong($0) } ?? .sent
        }
        self.calls[open: id].creditBytes -= StreamFlow.cost(of: out.writerIndex - position.extent.messageStart)
        self.calls[open: id].flow?.sentCount += 1
        if let rest = FrameEncoder.finishMessage(position.extent, frameBytesMax: self.peer.frameBytesMax, in: &out) {
            self.calls[open: id].hasPendingOutput = true
            self.fragments.add(.init(call: id, rest: rest, endsStream: false))
        }
        return .sent
    }

    /// A stream that waited and may send now; nil when there is none.
    mutating func nextSendable() -> CallID? {
        while let id = self.sendable.popFirst() {
            if self.calls.holds(id), self.calls[open: id].phase == .running { return id }
        }
        return nil
    }

    /// Credit has come, or the last fragment has gone: a stream that waits for it is told, once.
    mutating func noteSendable(_ id: CallID) {
        guard let flow = self.calls[open: id].flow, flow.isHeld, self.calls[open: id].creditBytes > 0,
            !self.calls[open: id].hasPendingOutput
        else { return }
        flow.isHeld = false
        self.sendable.append(id)
    }
}
