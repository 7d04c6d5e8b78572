internal import NIOCore

/// How a reply is put together.
extension ClientSession {
    /// A server's frame for a call whose caller waits.
    mutating func takeReply(
        _ frame: Frame, _ id: CallID, _ call: ClientCall, now: NIODeadline, into out: inout ByteBuffer
    ) throws(ConnectionViolation) -> Inbound? {
        do throws(CallViolation) {
            switch frame.header.type {
            case .response: return try self.takeResponse(frame, id, call)
            case .message: return try self.takeFragment(frame, id)
            case .end: return try self.takeEnd(frame, id)
            default:
                try self.takeCredit(frame, id, call)
            }
        } catch {
            return try self.fail(id, error, endedBy: frame, now: now, into: &out)
        }
        if frame.header.type == .credit, let more = frame.credit, more < self.peer.initialCreditBytes / 8 {
            try self.charge(AbuseCost.smallCredit, now: now)
        }
        return nil
    }

    private mutating func takeResponse(
        _ frame: Frame, _ id: CallID, _ call: ClientCall
    ) throws(CallViolation) -> Inbound? {
        if call.assembly != nil { throw CallViolation(.secondMessage) }
        let parts = try ReplyHeader.read(frame.payload, limits: self.limits)
        let flags = frame.header.flags
        switch try ReceivedMessage(flags: flags, rest: parts.rest, limits: self.limits) {
        case .none: throw CallViolation(.responseIncomplete)
        case .whole(let bytes):
            guard flags.contains(.end) else { throw CallViolation(.responseIncomplete) }
            return self.complete(id, parts, message: bytes)
        case .fragment(let totalBytes, let first):
            guard self.pool.reserve(totalBytes) else {
                throw CallViolation(.poolExhausted, limit: .receivePoolBytes(self.limits))
            }
            var call = call
            call.assembly = MessageAssembly(totalBytes: totalBytes, first: first)
            call.reply = parts
            self.calls[id] = call
            return nil
        }
    }

    private mutating func takeFragment(_ frame: Frame, _ id: CallID) throws(CallViolation) -> Inbound? {
        guard var assembly = self.calls[id]?.assembly, let parts = self.calls[id]?.reply else {
            throw CallViolation(.responseIncomplete)
        }
        self.calls[id]?.assembly = nil  // so that the bytes are appended in place
        let isComplete: Bool
        do throws(CallViolation) {
            isComplete = try assembly.add(frame)
        } catch {
            self.calls[id]?.assembly = assembly
            throw error
        }
        self.calls[id]?.assembly = assembly
        guard isComplete else { return nil }
        guard frame.header.flags.contains(.end) else { throw CallViolation(.responseIncomplete) }
        return self.complete(id, parts, message: assembly.bytes)
    }

    private mutating func takeEnd(_ frame: Frame, _ id: CallID) throws(CallViolation) -> Inbound? {
        let parts = try ReplyHeader.read(frame.payload, limits: self.limits)
        let status = WireStatus(code: frame.header.code)
        guard status != .ok else { throw CallViolation(.responseIncomplete) }
        guard parts.rest.readableBytes == 0 else { throw CallViolation(.messageUnannounced) }
        self.free(id)
        let reply = Reply(
            status: status, flags: frame.header.flags.intersection([.notExecuted, .noRetry, .truncated]),
            header: parts.header, metadata: parts.metadata, message: nil)
        return .reply(id, reply)
    }

    private mutating func takeCredit(_ frame: Frame, _ id: CallID, _ call: ClientCall) throws(CallViolation) {
        let more = frame.credit ?? 0
        guard more > 0 else { throw CallViolation(.zeroCredit) }
        let (sum, overflow) = call.creditBytes.addingReportingOverflow(more)
        guard !overflow, sum <= WireLimits.creditBytesCeiling else { throw CallViolation(.creditOverflow) }
        self.calls[id]?.creditBytes = sum
    }

    private mutating func complete(_ id: CallID, _ parts: ReplyHeader.Parts, message: ByteBuffer) -> Inbound {
        self.free(id)
        let reply = Reply(
            status: .ok, flags: [], header: parts.header, metadata: parts.metadata, message: message)
        return .reply(id, reply)
    }

    private mutating func free(_ id: CallID) {
        guard let call = self.calls.remove(id) else { return }
        if let assembly = call.assembly { self.pool.release(assembly.totalBytes) }
        self.stragglers.add(inFlightBytes: 0)
        self.budget.callCompleted()
    }

    /// Gives a call up whose reply breaks a rule or a limit: RESET, unless the frame has ended the call anyway.
    private mutating func fail(
        _ id: CallID, _ violation: CallViolation, endedBy frame: Frame, now: NIODeadline, into out: inout ByteBuffer
    ) throws(ConnectionViolation) -> Inbound? {
        if frame.endsCall {
            self.drop(id)
        } else {
            self.cancel(id, text: violation.rule.text, into: &out)
        }
        if violation.limit == nil { try self.charge(AbuseCost.malformedCall, now: now) }
        return .failed(id, CallFailure(violation, holdsSlot: !frame.endsCall))
    }

    private mutating func drop(_ id: CallID) {
        guard let call = self.calls.remove(id) else { return }
        if let assembly = call.assembly { self.pool.release(assembly.totalBytes) }
        self.stragglers.add(inFlightBytes: call.assembly?.missingBytes ?? 0)
    }

    /// Writes RESET and waits for the server's END; what is still coming is dropped unread.
    mutating func cancel(_ id: CallID, text: String, into out: inout ByteBuffer) {
        guard var call = self.calls[id], !call.isCancelled else { return }
        if let assembly = call.assembly { self.pool.release(assembly.totalBytes) }
        self.stragglers.add(inFlightBytes: call.assembly?.missingBytes ?? self.limits.messageWireBytesMax)
        call.assembly = nil
        call.reply = nil
        call.isCancelled = true
        self.calls[id] = call
        let cut = text.cut(toUTF8Bytes: WireLimits.resetTextBytesMax)
        let start = FrameEncoder.begin(.reset, code: Self.resetCancelled, stream: id.stream, into: &out)
        out.writeSubstring(cut)
        FrameEncoder.finish(at: start, in: &out)
    }

    /// RESET's only reason.
    private static let resetCancelled: UInt16 = 1
}

extension Frame {
    /// The bytes a CREDIT gives.
    var credit: UInt32? {
        self.payload.getInteger(at: self.payload.readerIndex)
    }
}
