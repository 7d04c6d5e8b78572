internal import NIOCore

/// What a client's frames do to its calls.
extension ServerSession {
    typealias Inbound = ServerConnection.Inbound

    /// REQUEST: opens a call, or refuses it here.
    mutating func request(
        _ frame: Frame, now: NIODeadline, into out: inout ByteBuffer
    ) throws(ConnectionViolation) -> Inbound? {
        if self.clientIsLeaving { throw ConnectionViolation(.afterGoAway) }
        self.lastStream = frame.header.stream
        if case .last(_, let last) = self.drain, frame.header.stream > last {
            // The client has been told that this call is not executed; it may have been on its way (TRK-706).
            self.stragglers.add(inFlightBytes: ReceivedMessage.announcedRest(of: frame))
            return nil
        }
        do throws(CallViolation) {
            guard self.calls.count < self.limits.concurrentStreamsMax else {
                throw CallViolation(.tooManyStreams, limit: .concurrentStreams(self.limits))
            }
            return .call(try self.open(frame, now: now))
        } catch {
            self.stragglers.add(inFlightBytes: ReceivedMessage.announcedRest(of: frame))
            var status = EndStatus(error)
            status.flags.insert(.notExecuted)
            status.write(stream: frame.header.stream, header: ReplyHeader(), peer: self.peer, into: &out)
            try self.charge(error.limit == nil ? AbuseCost.malformedCall : AbuseCost.refusedOpen, now: now)
            return nil
        }
    }

    private mutating func open(_ frame: Frame, now: NIODeadline) throws(CallViolation) -> OpenedCall {
        let parts = try CallHeader.read(frame.payload, limits: self.limits)
        guard parts.header.creditBytes <= WireLimits.creditBytesCeiling else {
            throw CallViolation(.creditOverflow, status: .internalError)
        }
        let flags = frame.header.flags
        let message = try ReceivedMessage(flags: flags, rest: parts.rest, limits: self.limits)
        var call = ServerCall(
            halfClosed: flags.contains(.end), hadMessage: flags.contains(.hasMessage), completedAt: now,
            creditBytes: parts.header.creditBytes == 0 ? self.peer.initialCreditBytes : parts.header.creditBytes)
        let told: OpenedCall.Message
        switch message {
        case .none: told = .none
        case .whole(let bytes): told = .whole(bytes)
        case .fragment(let totalBytes, let first):
            guard self.pool.reserve(totalBytes) else {
                throw CallViolation(.poolExhausted, limit: .receivePoolBytes(self.limits))
            }
            call.assembly = MessageAssembly(totalBytes: totalBytes, first: first)
            call.completedAt = nil
            told = .fragmented(totalBytes: totalBytes)
        }
        return OpenedCall(
            id: self.calls.insert(frame.header.stream, call), header: parts.header, path: parts.path,
            metadata: parts.metadata, message: told, receivedAt: now)
    }

    /// MESSAGE: a fragment of a request that is arriving.
    mutating func message(
        _ frame: Frame, now: NIODeadline, into out: inout ByteBuffer
    ) throws(ConnectionViolation) -> Inbound? {
        guard let id = self.calls.id(of: frame.header.stream), var call = self.calls[id], call.isLive else {
            try self.dropStraggler(frame, now: now)
            return nil
        }
        do throws(CallViolation) {
            if call.halfClosed { throw CallViolation(.afterEnd) }
            guard call.assembly != nil, call.missingBytes > 0 else {
                throw CallViolation(call.hadMessage ? .secondMessage : .noMessage)
            }
            self.calls[id]?.assembly = nil  // so that the bytes are appended in place
            let isComplete = try call.assembly?.add(frame) ?? false
            call.halfClosed = frame.header.flags.contains(.end)
            if isComplete { call.completedAt = now }
            guard isComplete, call.phase == .waiting, let bytes = call.assembly?.bytes else {
                self.calls[id] = call
                return nil
            }
            self.pool.release(bytes.readableBytes)
            call.assembly = nil
            call.phase = .running
            self.calls[id] = call
            return .message(id, bytes)
        } catch {
            self.calls[id] = call
            return try self.fail(id, error, now: now, into: &out)
        }
    }

    /// END from the client: it sends nothing more on the stream.
    mutating func halfClose(
        _ frame: Frame, now: NIODeadline, into out: inout ByteBuffer
    ) throws(ConnectionViolation) -> Inbound? {
        guard let id = self.calls.id(of: frame.header.stream), let call = self.calls[id], call.isLive else {
            try self.dropStraggler(frame, now: now)
            return nil
        }
        if call.halfClosed { return try self.fail(id, CallViolation(.afterEnd), now: now, into: &out) }
        if call.missingBytes > 0 {
            return try self.fail(id, CallViolation(.endInsideMessage), now: now, into: &out)
        }
        self.calls[id]?.halfClosed = true
        return nil
    }

    /// RESET: cancels a call. A call that has not begun ends here; a running one ends when its handler has returned.
    mutating func reset(
        _ frame: Frame, now: NIODeadline, into out: inout ByteBuffer
    ) throws(ConnectionViolation) -> Inbound? {
        try self.charge(AbuseCost.reset, now: now)
        guard let id = self.calls.id(of: frame.header.stream), let call = self.calls[id], call.isLive else {
            try self.dropStraggler(frame, now: now)
            return nil
        }
        if call.hasBegun {
            self.calls[id]?.phase = .reset
            return .cancel(id, .reset)
        }
        self.finish(id, with: EndStatus(.cancelled, flags: .notExecuted), now: now, into: &out)
        return .abandoned(id)
    }

    /// CREDIT: more bytes for a stream. Unary calls spend none, but the sums are checked for every call.
    mutating func credit(
        _ frame: Frame, now: NIODeadline, into out: inout ByteBuffer
    ) throws(ConnectionViolation) -> Inbound? {
        guard let id = self.calls.id(of: frame.header.stream), let call = self.calls[id], call.isLive else {
            try self.dropStraggler(frame, now: now)
            return nil
        }
        let more = frame.payload.getInteger(at: frame.payload.readerIndex, as: UInt32.self) ?? 0
        if more == 0 {
            return try self.fail(id, CallViolation(.zeroCredit, status: .internalError), now: now, into: &out)
        }
        let (sum, overflow) = call.creditBytes.addingReportingOverflow(more)
        if overflow || sum > WireLimits.creditBytesCeiling {
            return try self.fail(id, CallViolation(.creditOverflow, status: .internalError), now: now, into: &out)
        }
        self.calls[id]?.creditBytes = sum
        if more < self.peer.initialCreditBytes / 8 { try self.charge(AbuseCost.smallCredit, now: now) }
        return nil
    }
}
