internal import NIOCore
internal import Trunk
internal import TrunkWire

/// One connection of a client: two switches between the socket and the state machine (DESIGN §2).
final class ClientChannelHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// What became of a call that was to be written.
    enum Written {
        case sent
        /// Not now: the server's slots are taken, or it does not read fast enough.
        case hold
        /// This connection takes no more calls.
        case leave
        case failed(RPCError)
    }

    private let core: ClientCore
    private var machine: ClientConnection
    private var out = ByteBuffer()
    private var outHoldsSecret = false
    private var calls: [ClientCall?] = []
    private var context: ChannelHandlerContext?
    private var ticker: RepeatedTask?
    private(set) var isGreeted = false
    private var isFinished = false
    /// Inside a write: `out` still holds what is being written, and whether the channel is writable is looked at afterwards.
    private var isWriting = false

    init(core: ClientCore) {
        self.core = core
        let configuration = core.configuration
        var settings = Settings(limits: configuration.limits)
        settings.software = configuration.software
        settings.bearerToken = configuration.token.map { BearerToken(bytes: ByteBuffer(bytes: $0)) }
        machine = ClientConnection(
            limits: configuration.limits, announcing: settings, random: .random(in: .min ... .max),
            firstStream: StreamID(rawValue: configuration.firstStream), now: .now(), into: &out)
        outHoldsSecret = configuration.token != nil
    }

    // MARK: From the socket

    func channelActive(context: ChannelHandlerContext) {
        self.context = context
        core.beginTurn()
        core.connected(self)
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        ticker = context.eventLoop.scheduleRepeatedTask(initialDelay: Self.tick, delay: Self.tick) { _ in
            bound.value.turn { handler in handler.machine.tick(now: handler.core.now, into: &handler.out) }
        }
        core.endTurn()
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isFinished else { return }
        core.beginTurn()
        machine.receive(unwrapInboundIn(data))
        while let event = machine.next(now: core.now, into: &out) { handle(event) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        core.endTurn()
        context.fireChannelReadComplete()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            if isWriting { turnSoon(context) } else { turn { _ in } }
        }
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard let event = event as? ChannelEvent, case .inputClosed = event else {
            context.fireUserInboundEventTriggered(event)
            return
        }
        // The server ends every call before it shuts down writing: nothing more can come.
        context.close(promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let refusal = error as? any TransportRefusal { refuse(refusal) }
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.context = nil
        isFinished = true
        ticker?.cancel()
        core.beginTurn()
        core.connectionClosed(self)
        failCalls()
        core.endTurn()
        context.fireChannelInactive()
    }

    // MARK: From the core

    /// Packs a call into the turn's output, when the connection takes it now.
    func write(_ call: ClientCall) -> Written {
        guard !isFinished, let context else { return .leave }
        guard context.channel.isWritable else { return .hold }
        guard isGreeted || call.request.readableBytes <= WireLimits.messageWireBytesFloor else { return .hold }
        let left = call.deadline - core.now
        guard left > .zero else { return .failed(.deadlineExceeded(notExecuted: true, isLocal: true)) }
        let header = CallHeader(attempt: call.retries, timeoutMicros: max(1, UInt64(clamping: left.nanoseconds / 1000)))
        switch machine.beginRequest(
            path: call.path, header: header, metadata: Self.metadata(of: call), into: &out)
        {
        case .hold, .opened: return .hold
        case .refused(.leaving), .refused(.idsExhausted), .refused(.closed): return .leave
        case .refused(.pathTooLong):
            return .failed(.overLimit("path_bytes", UInt64(WireLimits.pathBytesMax), "the method's path is too long"))
        case .refused(.metadataTooLong(let limit)): return .failed(.overLimit(limit))
        case .pack(let id, let position):
            out.writeImmutableBuffer(call.request)
            switch machine.finishRequest(position, into: &out) {
            case .tooLong(let limit): return .failed(.overLimit(limit))
            case .sent: break
            }
            if call.carriesSecret || call.options.token != nil { outHoldsSecret = true }
            call.stage = .sent(id, self)
            while calls.count <= id.slot { calls.append(nil) }
            calls[id.slot] = call
            return .sent
        }
    }

    /// The caller gave up.
    func cancel(_ id: CallID) {
        _ = take(id)
        guard !isFinished else { return }
        machine.cancel(id, into: &out)
    }

    /// Opens no more calls; the connection closes when the running ones have ended.
    func drain() {
        guard !isFinished else { return }
        machine.drain(into: &out)
    }

    /// Says goodbye and closes: nobody waits for anything any more.
    func finish() {
        guard !isFinished else { return }
        machine.close(.shutdown, into: &out)
    }

    /// Closes without another word.
    func closeNow() {
        context?.close(promise: nil)
    }

    /// Writes the turn's output.
    func flush() {
        guard !isFinished, let context else { return }
        let gatheredBytesMax = context.channel.isWritable ? WireLimits.gatheredBytesMax : 0
        switch machine.endOfTurn(gatheredBytesMax: gatheredBytesMax, now: core.now, into: &out) {
        case .write:
            write(to: context)
            // The rest of long requests follows when the socket takes it, and in a turn of its own.
            if machine.hasPendingOutput, context.channel.isWritable { turnSoon(context) }
        case .writeThenClose:
            write(to: context)
            isFinished = true
            core.leave(self)
            failCalls()
            context.close(mode: .output, promise: nil)
            let channel = context.channel
            let linger = TimeAmount.milliseconds(Int64(clamping: core.configuration.limits.lingerMillisMax))
            context.eventLoop.scheduleTask(in: linger) { channel.close(promise: nil) }
        }
    }

    private static var tick: TimeAmount { .milliseconds(500) }

    private func turn(_ body: (ClientChannelHandler) -> Void) {
        guard !isFinished else { return }
        core.beginTurn()
        body(self)
        core.endTurn()
    }

    private func turnSoon(_ context: ChannelHandlerContext) {
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        context.eventLoop.execute { bound.value.turn { _ in } }
    }

    private func write(to context: ChannelHandlerContext) {
        guard out.readableBytes > 0 else { return }
        isWriting = true
        defer { isWriting = false }
        if outHoldsSecret {
            outHoldsSecret = false
            let promise = context.eventLoop.makePromise(of: Void.self)
            promise.futureResult.whenComplete { [out] _ in out.wipeReadableBytes() }
            context.writeAndFlush(wrapOutboundOut(out), promise: promise)
            out = ByteBuffer()
        } else {
            context.writeAndFlush(wrapOutboundOut(out), promise: nil)
            out.clear()
        }
    }

    private func failCalls() {
        let lost = calls
        calls = []
        for call in lost {
            if let call { core.end(call, .failure(.connectionLost)) }
        }
    }

    /// The transport let nothing through: whatever was written here has certainly not been executed.
    private func refuse(_ refusal: any TransportRefusal) {
        guard !isFinished else { return }
        core.beginTurn()
        isFinished = true
        core.leave(self)
        let refused = calls
        calls = []
        for call in refused {
            if let call { core.end(call, .failure(.unreachable(core.endpoint, refusal))) }
        }
        core.endTurn()
    }

    private func handle(_ event: ClientConnection.Inbound) {
        switch event {
        case .ready:
            isGreeted = true
            core.greeted()
        case .reply(let id, let reply):
            guard let call = take(id) else { return }
            if let message = reply.message {
                core.end(call, .success(message.bytes))
            } else {
                core.retryOrEnd(call, RPCError(reply))
            }
        case .failed(let id, let failure):
            if let call = take(id) { core.retryOrEnd(call, RPCError(failure)) }
        case .released, .message:
            break
        case .goAway(let goAway):
            let spread = Int64(goAway.spreadMillis)
            core.leave(self, delay: .milliseconds(spread == 0 ? 0 : .random(in: 0...min(spread, 60_000))))
        }
    }

    private func take(_ id: CallID) -> ClientCall? {
        guard id.slot < calls.count, let call = calls[id.slot], case .sent(let current, _) = call.stage, current == id
        else { return nil }
        calls[id.slot] = nil
        return call
    }

    private static func metadata(of call: ClientCall) -> Metadata {
        var metadata = Metadata()
        if let token = call.options.token { metadata.append(.bearerToken, ByteBuffer(bytes: token)) }
        if let label = call.options.callID { metadata.append(.callID, label) }
        return metadata
    }
}
