internal import NIOCore
internal import Trunk
internal import TrunkMessages
internal import TrunkWire

/// Calls that go out on a connection, and what comes back.
extension ClientChannelHandler {
    /// What became of a call that was to be written.
    enum Written {
        case sent
        /// The slots that the server has announced are taken.
        case full
        /// Not now: the server does not read fast enough, or has not said yet what it takes.
        case hold
        /// This connection takes no more calls.
        case leave
        case failed(RPCError)
    }

    /// Packs a call into the turn's output, when the connection takes it now.
    func write(_ call: ClientCall) -> Written {
        guard !isFinished, let context else { return .leave }
        guard hasRoom(context) else { return .hold }
        guard isGreeted || call.request?.bytes.readableBytes ?? 0 <= WireLimits.messageWireBytesFloor else {
            return .hold
        }
        let left = call.deadline - core.now
        guard left > .zero else { return .failed(.deadlineExceeded(notExecuted: true, isLocal: true)) }
        let metadata: Metadata
        do throws(RPCError) { metadata = try Metadata(call.options, entriesMax: core.limits.metadataTLVsMax) } catch {
            return .failed(error)
        }
        let isTimed = call.stream == nil || call.options.timeout != nil
        let header = CallHeader(
            attempt: UInt8(clamping: call.attempts),
            timeoutMicros: isTimed ? max(1, UInt64(clamping: left.nanoseconds / 1000)) : 0)
        let request = call.request
        let isDeflated = request?.deflated != nil && machine.peer.acceptsDeflate
        switch machine.beginRequest(
            path: call.method.path, header: header, metadata: metadata, shape: CallShape(call.method.shape),
            hasMessage: request != nil, decodedBytes: isDeflated ? request?.decodedBytes : nil, into: &out)
        {
        case .hold: return isGreeted ? .full : .hold
        case .refused(.leaving), .refused(.idsExhausted), .refused(.closed): return .leave
        case .refused(.pathTooLong):
            return .failed(.overLimit("path_bytes", UInt64(WireLimits.pathBytesMax), "the method's path is too long"))
        case .refused(.metadataTooLong(let limit)): return .failed(.overLimit(limit))
        case .opened(let id):
            sent(call, id)
        case .pack(let id, let position):
            guard let request, let bytes = isDeflated ? request.deflated : request.bytes else { return .hold }
            out.writeImmutableBuffer(bytes)
            if case .tooLong(let limit) = machine.finishRequest(position, into: &out) {
                return .failed(.overLimit(limit))
            }
            note(packed: bytes.readableBytes, isSecret: call.method.carriesSecret)
            sent(call, id)
        }
        return .sent
    }

    /// The caller gave up.
    func cancel(_ id: CallID) {
        _ = take(id)
        guard !isFinished else { return }
        machine.cancel(id, into: &out)
    }

    /// Acts on what the machine has read.
    func takeEvents() {
        while let event = machine.next(now: core.now, into: &out) { handle(event) }
        serveSendable()
    }

    /// The connection is over: whatever is still out fails with `error`.
    func failCalls(_ error: RPCError) {
        let lost = calls
        calls = []
        heldStreams = []
        for call in lost {
            if let call { core.attemptFailed(call, error) }
        }
    }

    private func sent(_ call: ClientCall, _ id: CallID) {
        if call.options.token != nil { outHoldsSecret = true }
        if call.refusal != nil { call.resentOn.append(number) }
        usedAt = core.now
        call.attempts += 1
        call.stage = .sent(id, self)
        while calls.count <= id.slot { calls.append(nil) }
        calls[id.slot] = call
        if let stream = call.stream {
            carriesStreams = true
            stream.attemptBegins()
            serve(call, id)
        }
    }

    private func handle(_ event: ClientConnection.Inbound) {
        switch event {
        case .reply(let id, let reply):
            if !hasAnswered {
                hasAnswered = true
                core.connections.answered(self)
            }
            guard let call = take(id) else { return }
            answer(call, reply)
        case .message(let id, let message):
            guard let call = call(id) else { return }
            call.hasMoved = true
            call.stream?.deliver(message)
        case .failed(let id, let failure):
            if let call = take(id) { core.attemptFailed(call, RPCError(failure)) }
        case .ready(let settings):
            isGreeted = true
            core.compression.greeted(settings)
            core.connections.greeted(self)
        case .released:
            break
        case .goAway(let goAway):
            let spread = Int64(goAway.spreadMillis)
            core.connections.leave(
                self, delay: .milliseconds(spread == 0 ? 0 : .random(in: 0...min(spread, 60_000))),
                failure: .notGreeted(endpoint, goAway))
        }
    }

    private func answer(_ call: ClientCall, _ reply: Reply) {
        guard reply.status == .ok else { return core.attemptFailed(call, RPCError(reply)) }
        core.attemptSucceeded()
        if let message = reply.message {
            core.end(call, .success(message))
        } else {
            core.endStream(call)
        }
    }

    private func call(_ id: CallID) -> ClientCall? {
        guard id.slot < calls.count, let call = calls[id.slot], case .sent(let current, _) = call.stage, current == id
        else { return nil }
        return call
    }

    private func take(_ id: CallID) -> ClientCall? {
        guard let call = call(id) else { return nil }
        calls[id.slot] = nil
        return call
    }
}

extension TrunkWire.CallShape {
    /// The schema's word for it.
    fileprivate init(_ shape: TrunkMessages.CallShape) {
        switch shape {
        case .unary: self = .unary
        case .clientStreaming: self = .clientStreaming
        case .serverStreaming: self = .serverStreaming
        case .bidirectionalStreaming: self = .bidirectional
        }
    }
}
