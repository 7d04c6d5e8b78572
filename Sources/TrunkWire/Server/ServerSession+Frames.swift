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
        if let last = self.drain.last, frame.header.stream > last {
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
            // A client that keeps the limit as far as it can see is refused, and not charged.
            if error.rule == .tooManyStreams, self.calls.count - self.answeredCount < self.limits.concurrentStreamsMax {
                return nil
            }
            try self.charge(error.limit == nil ? AbuseCost.malformedCall : AbuseCost.refusedOpen, now: now)
            return nil
        }
    }

    private mutating func open(_ frame: Frame, now: NIODeadline) throws(CallViolation) -> OpenedCall {
        let (header, layout) = try CallHeader.read(frame.payload, limits: self.limits)
        guard header.creditBytes <= WireLimits.creditBytesCeiling else {
            throw CallViolation(.creditOverflow, status: .internalError)
        }
        let credit = Int(clamping: header.creditBytes == 0 ? self.peer.initialCreditBytes : header.creditBytes)
        let flags = frame.header.flags
        let message = try ReceivedMessage(flags: flags, rest: layout.rest(of: frame.payload), limits: self.limits)
        var call = ServerCall(
            phase: .offered, halfClosed: flags.contains(.end), hadMessage: flags.contains(.hasMessage),
            completedAt: now, creditBytes: credit, creditWindowBytes: credit)
        let form: OpenedCall.Form
        switch message {
        case .none: form = .none
        case .whole(_, let decodedBytes): form = .whole(decodedBytes: decodedBytes)
        case .fragment(let totalBytes, let decodedBytes, let first):
            guard self.pool.reserve(totalBytes) else {
                throw CallViolation(.poolExhausted, limit: .receivePoolBytes(self.limits))
            }
            call.assembly = MessageAssembly(totalBytes: totalBytes, decodedBytes: decodedBytes, first: first)
            call.completedAt = nil
            form = .fragmented(totalBytes: totalBytes, decodedBytes: decodedBytes)
        }
        return OpenedCall(
            id: self.calls.insert(frame.header.stream, call), header: header, receivedAt: now,
            payload: frame.payload, layout: layout, form: form)
    }

    /// The call on a frame's stream while its client may send for it; nil for a straggler, which is dropped here.
    private mutating func liveCall(_ frame: Frame, now: NIODeadline) throws(ConnectionViolation) -> CallID? {
        if let id = self.calls.id(of: frame.header.stream), self.calls[open: id].isLive { return id }
        try self.dropStraggler(frame, now: now)
        return nil
    }

    /// MESSAGE: a message of a stream, or a fragment of a request that is arriving.
    mutating func message(
        _ frame: Frame, now: NIODeadline, into out: inout ByteBuffer
    ) throws(ConnectionViolation) -> Inbound? {
        guard let id = try self.liveCall(frame, now: now) else { return nil }
        do throws(CallViolation) {
            if self.calls[open: id].isReceivingStream { return try self.streamMessage(frame, id, now: now) }
            guard let message = try self.calls[open: id].add(frame, now: now) else { return nil }
            self.pool.release(message.bytes.readableBytes)
            return .message(id, message)
        } catch {
            return try self.fail(id, error, now: now, into: &out)
        }
    }

    /// END from the client: it sends nothing more on the stream.
    mutating func halfClose(
        _ frame: Frame, now: NIODeadline, into out: inout ByteBuffer
    ) throws(ConnectionViolation) -> Inbound? {
        guard let id = try self.liveCall(frame, now: now) else { return nil }
        if self.calls[open: id].halfClosed {
            return try self.fail(id, CallViolation(.afterEnd), now: now, into: &out)
        }
        if self.calls[open: id].missingBytes > 0 {
            return try self.fail(id, CallViolation(.endInsideMessage), now: now, into: &out)
        }
        self.calls[open: id].halfClosed = true
        guard self.calls[open: id].isReceivingStream else { return nil }
        self.calls[open: id].completedAt = now
        return .inputEnded(id)
    }

    /// RESET: cancels a call. A call that has not begun ends here; a running one ends when its handler has returned.
    mutating func reset(
        _ frame: Frame, now: NIODeadline, into out: inout ByteBuffer
    ) throws(ConnectionViolation) -> Inbound? {
        try self.charge(AbuseCost.reset, now: now)
        if let id = self.calls.id(of: frame.header.stream), self.calls[open: id].phase == .flushing {
            self.stopFlushing(id, now: now, into: &out)
            return nil
        }
        guard let id = try self.liveCall(frame, now: now) else { return nil }
        if self.calls[open: id].hasBegun {
            self.discardFragments(id)
            self.calls[open: id].phase = .reset
            return .cancel(id, .reset)
        }
        self.finish(id, with: EndStatus(.cancelled), now: now, into: &out)
        return .abandoned(id)
    }

    /// CREDIT: more bytes for a stream. Unary calls spend none, but the sums are checked for every call.
    /// One that crosses the end of its stream is a straggler.
    mutating func credit(
        _ frame: Frame, now: NIODeadline, into out: inout ByteBuffer
    ) throws(ConnectionViolation) -> Inbound? {
        guard let id = try self.liveCall(frame, now: now) else { return nil }
        let more = frame.credit
        if more == 0 {
            return try self.fail(id, CallViolation(.zeroCredit, status: .internalError), now: now, into: &out)
        }
        let sum = self.calls[open: id].creditBytes + Int(clamping: more)
        if sum > Int(clamping: WireLimits.creditBytesCeiling) {
            return try self.fail(id, CallViolation(.creditOverflow, status: .internalError), now: now, into: &out)
        }
        self.calls[open: id].creditBytes = sum
        self.noteSendable(id)
        if Int(clamping: more) < self.calls[open: id].creditWindowBytes / 8 {
            try self.charge(AbuseCost.smallCredit, now: now)
        }
        return nil
    }
}
