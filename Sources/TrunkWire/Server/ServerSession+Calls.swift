internal import NIOCore

/// What the owner does to calls.
extension ServerSession {
    /// The method is known: starts the call, waits for its message, or ends it.
    mutating func accept(
        _ opened: OpenedCall, as shape: CallShape, now: NIODeadline, into out: inout ByteBuffer
    ) -> ServerConnection.AcceptAction {
        let id = opened.id
        guard self.calls.holds(id), self.calls[open: id].phase == .offered else { return .ended }
        guard case .unary = shape else {
            let text = Rule.streamsNotImplemented.text
            let status = EndStatus(.unimplemented, text: text, flags: [.notExecuted, .noRetry])
            self.finish(id, with: status, now: now, into: &out)
            return .ended
        }
        switch opened.message {
        case .whole(let bytes):
            self.calls[open: id].phase = .running
            return .run(bytes)
        case .fragmented:
            guard let bytes = self.calls[open: id].takeMessage() else {
                self.calls[open: id].phase = .waiting
                return .wait
            }
            self.pool.release(bytes.readableBytes)
            return .run(bytes)
        case .none:
            do throws(ConnectionViolation) {
                _ = try self.fail(id, CallViolation(.noMessage), now: now, into: &out)
            } catch {
                self.close(error, into: &out)
            }
            return .ended
        }
    }

    /// Ends a call and frees its slot: END goes out unless it has gone out before.
    mutating func finish(_ id: CallID, with status: EndStatus, now: NIODeadline, into out: inout ByteBuffer) {
        self.finish(id, with: status, load: ReplyHeader.loadNotTold, now: now, into: &out)
    }

    /// As above, and tells the server's load.
    mutating func finish(
        _ id: CallID, with status: EndStatus, load: UInt16, now: NIODeadline, into out: inout ByteBuffer
    ) {
        guard self.calls.holds(id) else { return }
        let call = self.calls[open: id]
        self.calls.remove(open: id)
        self.release(call)
        if call.phase == .answered { return }
        var status = status
        if !call.hasBegun { status.flags.insert(.notExecuted) }
        if status.status == .ok, call.phase != .reset {
            status = EndStatus(.internalError, text: "the handler gave no reply")
        }
        status.write(
            stream: id.stream, header: call.replyHeader(load: load, now: now), peer: self.peer, into: &out)
        if call.phase == .running { self.budget.callCompleted() }
    }

    /// Sends END while the handler still runs; the slot stays taken until the handler has returned.
    mutating func terminate(_ id: CallID, with status: EndStatus, now: NIODeadline, into out: inout ByteBuffer) {
        guard self.calls.holds(id) else { return }
        let call = self.calls[open: id]
        guard call.hasBegun else {
            self.finish(id, with: status, now: now, into: &out)
            return
        }
        // After RESET the END waits for the handler: the client counts the slot as taken until then (TRK-321).
        guard call.phase == .running else { return }
        self.release(call)
        self.calls[open: id].assembly = nil
        self.calls[open: id].phase = .answered
        let header = call.replyHeader(load: ReplyHeader.loadNotTold, now: now)
        status.write(stream: id.stream, header: header, peer: self.peer, into: &out)
    }

    /// Ends a call whose client broke a rule within it.
    mutating func fail(
        _ id: CallID, _ violation: CallViolation, now: NIODeadline, into out: inout ByteBuffer
    ) throws(ConnectionViolation) -> Inbound? {
        let hasBegun = self.calls[open: id].hasBegun
        self.terminate(id, with: EndStatus(violation), now: now, into: &out)
        try self.charge(AbuseCost.malformedCall, now: now)
        return hasBegun ? .cancel(id, .violation(violation.rule)) : .abandoned(id)
    }

    /// Gives back what a call has reserved, and allows for what its client may still have in flight.
    mutating func release(_ call: ServerCall) {
        if let assembly = call.assembly { self.pool.release(assembly.totalBytes) }
        if call.phase != .answered { self.stragglers.add(inFlightBytes: call.missingBytes) }
    }

    /// Begins the RESPONSE of a unary call whose handler has returned.
    mutating func beginResponse(
        _ id: CallID, metadata: Metadata, load: UInt16, now: NIODeadline, into out: inout ByteBuffer
    ) -> ServerConnection.BeginResponseAction {
        guard self.calls.holds(id) else { return .drop }
        switch self.calls[open: id].phase {
        case .offered, .waiting: return .drop
        case .reset, .answered:
            self.finish(id, with: EndStatus(.ok), now: now, into: &out)
            return .drop
        case .running: break
        }
        let room = min(self.peer.metadataBytesMax, self.peer.frameBytesMax - WireLimits.replyOverheadBytes)
        guard metadata.byteCount <= room else {
            let limit = HitLimit(name: "metadata_bytes", value: UInt64(clamping: room))
            let violation = CallViolation(.metadataTooLong, limit: limit)
            self.finish(id, with: EndStatus(violation), load: load, now: now, into: &out)
            return .drop
        }
        let frameStart = FrameEncoder.begin(.response, flags: [.end, .hasMessage], stream: id.stream, into: &out)
        self.calls[open: id].replyHeader(load: load, now: now)
            .write(metadataBytes: metadata.byteCount, into: &out)
        if !metadata.isEmpty { out.writeImmutableBuffer(metadata.bytes) }
        return .pack(
            MessagePosition(call: id, extent: .init(frameStart: frameStart, messageStart: out.writerIndex)))
    }

    /// The message has been packed: finishes the RESPONSE, in fragments when it is long, and frees the slot.
    mutating func finishResponse(
        _ position: MessagePosition, now: NIODeadline, into out: inout ByteBuffer
    ) -> ServerConnection.FinishResponseAction {
        let extent = position.extent
        let bytesMax = min(self.peer.messageWireBytesMax, self.peer.messageDecodedBytesMax)
        guard out.writerIndex - extent.messageStart <= bytesMax else {
            out.moveWriterIndex(to: extent.frameStart)
            let limit = HitLimit(name: "message_wire_bytes", value: UInt64(clamping: bytesMax))
            self.finish(
                position.call, with: EndStatus(CallViolation(.messageTooLong, limit: limit)), now: now, into: &out)
            return .tooLong(limit)
        }
        FrameEncoder.finishMessage(
            extent, stream: position.call.stream, frameBytesMax: self.peer.frameBytesMax, in: &out)
        if self.calls.holds(position.call) {
            self.calls.remove(open: position.call)
            self.stragglers.add(inFlightBytes: 0)
            self.budget.callCompleted()
        }
        return .sent
    }
}
