internal import NIOCore

/// What the owner does to calls.
extension ServerSession {
    /// The method is known: starts the call, waits for its message, or ends it.
    mutating func accept(
        _ opened: OpenedCall, as shape: CallShape, carriesSecret: Bool, now: NIODeadline, into out: inout ByteBuffer
    ) -> ServerConnection.AcceptAction {
        let id = opened.id
        guard self.calls.holds(id), self.calls[open: id].phase == .offered else { return .ended }
        if carriesSecret, opened.form.isCompressed {
            return self.reject(id, CallViolation(.compressedSecret), now: now, into: &out)
        }
        guard case .unary = shape else {
            return self.acceptStream(opened, as: shape, carriesSecret: carriesSecret, now: now, into: &out)
        }
        return self.acceptRequest(opened, now: now, into: &out)
    }

    /// Starts a call with one request, or waits for the rest of that.
    mutating func acceptRequest(
        _ opened: OpenedCall, now: NIODeadline, into out: inout ByteBuffer
    ) -> ServerConnection.AcceptAction {
        let id = opened.id
        switch opened.message {
        case .whole(let message):
            self.calls[open: id].phase = .running
            return .run(message)
        case .fragmented:
            guard let message = self.calls[open: id].takeMessage() else {
                self.calls[open: id].phase = .waiting
                return .wait
            }
            self.pool.release(message.bytes.readableBytes)
            return .run(message)
        case .none: return self.reject(id, CallViolation(.noMessage), now: now, into: &out)
        }
    }

    /// Ends a call that is malformed for its method.
    mutating func reject(
        _ id: CallID, _ violation: CallViolation, now: NIODeadline, into out: inout ByteBuffer
    ) -> ServerConnection.AcceptAction {
        do throws(ConnectionViolation) {
            _ = try self.fail(id, violation, now: now, into: &out)
        } catch {
            self.close(error, into: &out)
        }
        return .ended
    }

    /// Ends a call and frees its slot: END goes out unless it has gone out before.
    mutating func finish(_ id: CallID, with status: EndStatus, now: NIODeadline, into out: inout ByteBuffer) {
        self.finish(id, with: status, load: ReplyHeader.loadNotTold, now: now, into: &out)
    }

    /// As above, and tells the server's load.
    mutating func finish(
        _ id: CallID, with status: EndStatus, load: UInt16, now: NIODeadline, into out: inout ByteBuffer
    ) {
        guard self.calls.holds(id), self.calls[open: id].phase != .flushing else { return }
        var status = self.calls[open: id].isOwed(status) ? EndStatus.noReply : status
        if self.calls[open: id].hasPendingOutput {
            if status.status == .ok { return self.endBehindFragments(id, with: status) }
            self.discardFragments(id)
        }
        let call = self.calls[open: id]
        self.release(call)
        self.calls.remove(open: id)
        if call.phase == .answered {
            self.answeredCount -= 1
            return
        }
        if !call.hasBegun { status.flags.insert(.notExecuted) }
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
        self.discardFragments(id)
        self.calls[open: id].assembly = nil
        self.calls[open: id].phase = .answered
        self.answeredCount += 1
        let header = call.replyHeader(load: ReplyHeader.loadNotTold, now: now)
        let told = status.status == .ok ? EndStatus.noReply : status
        told.write(stream: id.stream, header: header, peer: self.peer, into: &out)
    }

    /// Ends a call whose client broke a rule within it.
    mutating func fail(
        _ id: CallID, _ violation: CallViolation, now: NIODeadline, into out: inout ByteBuffer
    ) throws(ConnectionViolation) -> Inbound? {
        let hasBegun = self.calls[open: id].hasBegun
        self.terminate(id, with: EndStatus(violation), now: now, into: &out)
        try self.charge(violation.limit == nil ? AbuseCost.malformedCall : AbuseCost.refusedOpen, now: now)
        return hasBegun ? .cancel(id, .violation(violation.rule)) : .abandoned(id)
    }

    /// Gives back what a call has reserved, and allows for what its client may still have in flight.
    mutating func release(_ call: ServerCall) {
        var inFlightBytes = call.missingBytes
        if let flow = call.flow {
            self.pool.release(flow.reservedBytes)
            flow.reservedBytes = 0
            if !call.halfClosed {
                inFlightBytes += flow.inFlightBytes(messageBytesMax: self.limits.messageWireBytesMax)
            }
        }
        // Of a stream from the client the books above hold it.
        if call.shape.hasOneRequest, let assembly = call.assembly {
            self.pool.release(assembly.totalBytes)
        }
        if call.phase != .answered { self.stragglers.add(inFlightBytes: inFlightBytes) }
    }

    /// Begins the RESPONSE of a unary call whose handler has returned.
    mutating func beginResponse(
        _ id: CallID, metadata: Metadata, load: UInt16, decodedBytes: UInt32?, now: NIODeadline,
        into out: inout ByteBuffer
    ) -> ServerConnection.BeginResponseAction {
        guard self.calls.holds(id) else { return .drop }
        switch self.calls[open: id].phase {
        case .offered, .waiting, .flushing: return .drop
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
        let flags: FrameFlags = decodedBytes == nil ? [.end, .hasMessage] : [.end, .hasMessage, .compressed]
        let frameStart = FrameEncoder.begin(.response, flags: flags, stream: id.stream, into: &out)
        self.calls[open: id].replyHeader(load: load, now: now)
            .write(metadataBytes: metadata.byteCount, into: &out)
        if !metadata.isEmpty { out.writeImmutableBuffer(metadata.bytes) }
        return .pack(
            MessagePosition(
                call: id,
                extent: FrameEncoder.beginMessage(frameStart: frameStart, decodedBytes: decodedBytes, into: &out)))
    }

    /// The message has been packed: finishes the RESPONSE, in fragments when it is long, and frees the slot.
    mutating func finishResponse(
        _ position: MessagePosition, now: NIODeadline, into out: inout ByteBuffer
    ) -> ServerConnection.FinishResponseAction {
        let extent = position.extent
        if let limit = self.peer.limitHit(by: extent, endingAt: out.writerIndex) {
            out.moveWriterIndex(to: extent.frameStart)
            self.finish(
                position.call, with: EndStatus(CallViolation(.messageTooLong, limit: limit)), now: now, into: &out)
            return .tooLong(limit)
        }
        let rest = FrameEncoder.finishMessage(extent, frameBytesMax: self.peer.frameBytesMax, in: &out)
        guard self.calls.holds(position.call) else { return .sent }
        if let rest {
            self.flush(position.call, rest)
        } else {
            self.calls.remove(open: position.call)
            self.stragglers.add(inFlightBytes: 0)
            self.budget.callCompleted()
        }
        return .sent
    }
}
