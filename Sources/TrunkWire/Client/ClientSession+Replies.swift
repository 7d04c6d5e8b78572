internal import NIOCore

/// How a reply is put together.
extension ClientSession {
    /// A server's frame for a call whose caller waits.
    mutating func takeReply(
        _ frame: Frame, _ id: CallID, now: NIODeadline, into out: inout ByteBuffer
    ) throws(ConnectionViolation) -> Inbound? {
        do throws(CallViolation) {
            if self.calls[open: id].flow != nil, frame.header.type != .credit {
                return try self.takeStreamed(frame, id)
            }
            switch frame.header.type {
            case .response: return try self.takeResponse(frame, id)
            case .message: return try self.takeFragment(frame, id)
            case .end: return try self.takeEnd(frame, id)
            default: try self.calls[open: id].add(credit: frame.credit)
            }
        } catch {
            return try self.fail(id, error, endedBy: frame, now: now, into: &out)
        }
        self.noteSendable(id)
        if Int(clamping: frame.credit) < self.calls[open: id].creditWindowBytes / 8 {
            try self.charge(AbuseCost.smallCredit, now: now)
        }
        return nil
    }

    private mutating func takeResponse(_ frame: Frame, _ id: CallID) throws(CallViolation) -> Inbound? {
        if self.calls[open: id].assembly != nil { throw CallViolation(.secondMessage) }
        let parts = try ReplyHeader.read(frame.payload, limits: self.limits)
        let flags = frame.header.flags
        switch try ReceivedMessage(flags: flags, rest: parts.rest, limits: self.limits) {
        case .none: throw CallViolation(.responseIncomplete)
        case .whole(let bytes, let decodedBytes):
            guard flags.contains(.end) else { throw CallViolation(.responseIncomplete) }
            return self.complete(id, parts, message: WireMessage(bytes, decodedBytes: decodedBytes))
        case .fragment(let totalBytes, let decodedBytes, let first):
            guard self.pool.reserve(totalBytes) else {
                throw CallViolation(.poolExhausted, limit: .receivePoolBytes(self.limits))
            }
            self.calls[open: id].assembly = MessageAssembly(
                totalBytes: totalBytes, decodedBytes: decodedBytes, first: first)
            self.calls[open: id].reply = parts
            return nil
        }
    }

    private mutating func takeFragment(_ frame: Frame, _ id: CallID) throws(CallViolation) -> Inbound? {
        guard let isComplete = try self.calls[open: id].assembly?.add(frame) else {
            throw CallViolation(.responseIncomplete)
        }
        guard isComplete else { return nil }
        guard frame.header.flags.contains(.end), let parts = self.calls[open: id].reply,
            let assembly = self.calls[open: id].assembly
        else { throw CallViolation(.responseIncomplete) }
        return self.complete(
            id, parts, message: WireMessage(assembly.bytes, decodedBytes: assembly.decodedBytes))
    }

    mutating func takeEnd(_ frame: Frame, _ id: CallID) throws(CallViolation) -> Inbound? {
        let parts = try ReplyHeader.read(frame.payload, limits: self.limits)
        let status = WireStatus(code: frame.header.code)
        if status == .ok { try self.checkGoodEnd(self.calls[open: id]) }
        guard parts.rest.readableBytes == 0 else { throw CallViolation(.messageUnannounced) }
        self.free(id)
        self.budget.callCompleted()
        let reply = Reply(
            status: status, flags: frame.header.flags.intersection([.notExecuted, .noRetry, .truncated]),
            header: parts.header, metadata: parts.metadata, message: nil)
        return .reply(id, reply)
    }

    private mutating func complete(_ id: CallID, _ parts: ReplyHeader.Parts, message: WireMessage) -> Inbound {
        self.free(id)
        self.budget.callCompleted()
        let reply = Reply(
            status: .ok, flags: [], header: parts.header, metadata: parts.metadata, message: message)
        return .reply(id, reply)
    }

    /// Takes an open call out of the table, with what it has reserved, and allows for what may still come for it.
    mutating func free(_ id: CallID) {
        let call = self.calls[open: id]
        self.releasePool(call)
        self.discardFragments(id)
        self.stragglers.add(inFlightBytes: call.assembly?.missingBytes ?? 0)
        self.calls.remove(open: id)
    }

    /// Gives a call up whose reply breaks a rule or a limit: RESET, unless the frame has ended the call anyway.
    private mutating func fail(
        _ id: CallID, _ violation: CallViolation, endedBy frame: Frame, now: NIODeadline, into out: inout ByteBuffer
    ) throws(ConnectionViolation) -> Inbound? {
        if frame.endsCall {
            self.free(id)
        } else {
            self.cancel(id, text: violation.rule.text, into: &out)
        }
        if violation.limit == nil { try self.charge(AbuseCost.malformedCall, now: now) }
        return .failed(id, CallFailure(violation, holdsSlot: !frame.endsCall))
    }

    /// Writes RESET and waits for the server's END; what is still coming is dropped unread.
    mutating func cancel(_ id: CallID, text: String, into out: inout ByteBuffer) {
        guard self.calls.holds(id), !self.calls[open: id].isCancelled else { return }
        let call = self.calls[open: id]
        self.releasePool(call)
        self.discardFragments(id)
        self.stragglers.add(inFlightBytes: self.inFlightBytes(of: call))
        self.calls[open: id] = ClientCall(isCancelled: true, creditBytes: 0, creditWindowBytes: 0)
        let cut = text.cut(toUTF8Bytes: WireLimits.resetTextBytesMax)
        let start = FrameEncoder.begin(.reset, code: Self.resetCancelled, stream: id.stream, into: &out)
        out.writeSubstring(cut)
        FrameEncoder.finish(at: start, in: &out)
    }

    /// RESET's only reason.
    private static let resetCancelled: UInt16 = 1
}
