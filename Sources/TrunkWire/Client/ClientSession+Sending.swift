internal import NIOCore

/// The messages of streams on their way out.
extension ClientSession {
    /// Begins a message of a stream, when there is credit for one and nothing of the last one is left.
    mutating func beginMessage(
        _ id: CallID, decodedBytes: UInt32?, into out: inout ByteBuffer
    ) -> ClientConnection.BeginMessageAction {
        guard self.calls.holds(id), !self.calls[open: id].isCancelled, !self.calls[open: id].hasEnded,
            let flow = self.calls[open: id].flow
        else { return .drop }
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
        _ position: MessagePosition, isLast: Bool, into out: inout ByteBuffer
    ) -> ClientConnection.FinishRequestAction {
        let id = position.call
        let limit = self.peer.limitHit(by: position.extent, endingAt: out.writerIndex)
        guard limit == nil, self.calls.holds(id) else {
            out.moveWriterIndex(to: position.frameStart)
            return limit.map { .tooLong($0) } ?? .sent
        }
        self.calls[open: id].creditBytes -= StreamFlow.cost(of: out.writerIndex - position.extent.messageStart)
        self.calls[open: id].hasEnded = isLast
        if let rest = FrameEncoder.finishMessage(position.extent, frameBytesMax: self.peer.frameBytesMax, in: &out) {
            self.calls[open: id].hasPendingOutput = true
            self.fragments.add(.init(call: id, rest: rest, endsStream: isLast))
        } else if isLast {
            out.setInteger(
                FrameFlags.end.union(position.extent.decodedBytes == nil ? [] : .compressed).rawValue,
                at: position.frameStart + FrameHeader.flagsOffset)
        }
        return .sent
    }

    /// No more messages: END, or the END flag on the last fragment that is pending.
    mutating func finishSending(_ id: CallID, into out: inout ByteBuffer) {
        guard self.calls.holds(id), !self.calls[open: id].isCancelled, !self.calls[open: id].hasEnded else { return }
        self.calls[open: id].hasEnded = true
        if self.calls[open: id].hasPendingOutput {
            self.fragments.update(id) { $0.endsStream = true }
        } else {
            FrameHeader(length: 0, type: .end, stream: id.stream).write(into: &out)
        }
    }

    /// A stream that waited and may send now; nil when there is none.
    mutating func nextSendable() -> CallID? {
        while let id = self.sendable.popFirst() {
            if self.calls.holds(id), !self.calls[open: id].isCancelled { return id }
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

    /// Drops what is pending of a call.
    mutating func discardFragments(_ id: CallID) {
        guard self.calls[open: id].hasPendingOutput else { return }
        self.calls[open: id].hasPendingOutput = false
        self.fragments.discard(id)
    }

    /// Writes fragments, one of each message in turn, until the buffer holds so much.
    mutating func writeFragments(upTo bytesMax: Int, into out: inout ByteBuffer) {
        while !self.fragments.isEmpty, out.readableBytes < bytesMax {
            guard let message = self.fragments.writeNext(frameBytesMax: self.peer.frameBytesMax, into: &out),
                self.calls.holds(message.call)
            else { continue }
            self.calls[open: message.call].hasPendingOutput = false
            self.noteSendable(message.call)
        }
    }
}
