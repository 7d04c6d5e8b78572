internal import NIOCore
internal import Trunk
internal import TrunkMessages
internal import TrunkWire

/// Who calls, may they, and the start of the handler (TRK-326).
extension ServerChannelHandler {
    func admit(_ call: OpenedCall) {
        let caller: (any Identity)?
        switch identity.caller(call.metadata.isEmpty ? nil : call.metadata.first(.bearerToken)) {
        case .success(let found): caller = found
        case .failure(let refusal): return refuse(call, refusal)
        }
        // Identity before existence: a stranger learns nothing about which methods there are.
        guard let entry = routes.find(call.path, in: loop.shared.router) else {
            return refuse(call, caller == nil ? .unauthenticated : .unimplemented(path: String(buffer: call.path)))
        }
        if let refusal = loop.shared.router.refusal(of: entry, to: caller) {
            return refuse(call, refusal, entry, caller)
        }
        let deadline = entry.terms.deadline(wishedMicroseconds: call.header.timeoutMicros, now: call.receivedAt)
        guard deadline > loop.now else {
            return refuse(call, .deadlineExceeded(notExecuted: true, isLocal: false), entry, caller)
        }
        let context = CallContext(
            method: entry.route.method, identity: caller, deadline: deadline, peer: peer, metadata: call.metadata)
        accept(call, entry, context)
    }

    /// The request of a call that waited for it, or a stream's next message.
    func received(_ id: CallID, _ message: WireMessage) {
        guard let call = calls[id] else { return }
        switch call.stage {
        case .receiving(let pending):
            start(pending.entry, message, id, pending.context, receivedAt: loop.now, timer: call.timer)
        case .running:
            call.observed?.messagesIn += 1
            call.observed?.requestBytes += message.bytes.readableBytes
            call.stream?.receive(message)
        }
    }

    private func accept(_ call: OpenedCall, _ entry: Router.Entry, _ context: CallContext) {
        let method = entry.route.method
        let action = machine.accept(
            call, as: CallShape(method.shape), carriesSecret: method.carriesSecret, now: loop.now, into: &out)
        switch action {
        case .run(let message):
            start(entry, message, call.id, context, receivedAt: call.receivedAt, timer: nil)
        case .open:
            startStream(entry, nil, call.id, context, receivedAt: call.receivedAt, timer: nil)
        case .wait:
            let pending = PendingRequest(entry: entry, context: context, receivedAt: call.receivedAt)
            receive(pending, call.id, timer: loop.addTimer(timerToken(call.id), at: context.deadline))
        case .ended:
            let ended = ServerCall(
                id: call.id, stage: .running(nil), timer: nil, secret: nil,
                observed: observe(context, since: call.receivedAt))
            // Malformed for its shape; or there was no room for a stream's window (TRK-403).
            callEnded(ended, method.shape.hasOneRequest ? .invalidArgument : .resourceExhausted)
        }
    }

    /// Keeps a call whose request is not complete, or not inflated.
    private func receive(_ pending: PendingRequest, _ id: CallID, timer: TimerWheel.ID?, heldBytes: Int = 0) {
        calls.insert(
            ServerCall(
                id: id, stage: .receiving(pending), timer: timer, secret: nil, heldBytes: heldBytes,
                observed: observe(pending.context, since: pending.receivedAt)))
    }

    /// The one request is here: inflates it where it must be, and starts the handler.
    private func start(
        _ entry: Router.Entry, _ message: WireMessage, _ id: CallID, _ context: CallContext, receivedAt: NIODeadline,
        timer: TimerWheel.ID?
    ) {
        let heldBytes: Int
        do throws(RequestHold.Refusal) {
            heldBytes = try requests.take(message.decodedBytes ?? message.bytes.readableBytes)
        } catch {
            if entry.route.method.carriesSecret { message.bytes.wipeReadableBytes() }
            let pending = PendingRequest(entry: entry, context: context, receivedAt: receivedAt)
            receive(pending, id, timer: timer)
            if let call = calls[id] { terminate(call, self.error(for: error, notExecuted: true)) }
            return
        }
        guard case .unary(let run) = entry.route.body else {
            return startStream(entry, message, id, context, receivedAt: receivedAt, timer: timer, heldBytes: heldBytes)
        }
        guard message.decodedBytes != nil else {
            return start(entry, run, message.bytes, id, context, receivedAt: receivedAt, timer: timer, heldBytes)
        }
        inflate(
            message, of: PendingRequest(entry: entry, context: context, receivedAt: receivedAt), id, timer: timer,
            heldBytes: heldBytes)
    }

    /// Runs the handler up to its first suspension. A handler that answers at once never sees a timer.
    private func start(
        _ entry: Router.Entry, _ run: Route.UnaryStart, _ bytes: ByteBuffer, _ id: CallID, _ context: CallContext,
        receivedAt: NIODeadline, timer: TimerWheel.ID?, _ heldBytes: Int
    ) {
        loop.counters.callsStarted &+= 1
        let observed = observe(context, since: receivedAt)
        observed?.requestBytes = bytes.readableBytes
        observed?.messagesIn = 1
        calls.insert(
            ServerCall(
                id: id, stage: .running(nil), timer: timer, secret: entry.route.method.carriesSecret ? bytes : nil,
                heldBytes: heldBytes, observed: observed))
        let task = run(bytes, context, loop.executor, CallResponder(connection: self, id: id))
        calls.update(id) { call in
            call.stage = .running(task)
            call.timer = timer ?? loop.addTimer(timerToken(id), at: context.deadline)
        }
    }

    /// Inflates a unary request: here when it is short, else elsewhere while the call waits.
    private func inflate(
        _ message: WireMessage, of pending: PendingRequest, _ id: CallID, timer: TimerWheel.ID?, heldBytes: Int
    ) {
        let timer = timer ?? loop.addTimer(timerToken(id), at: pending.context.deadline)
        receive(pending, id, timer: timer, heldBytes: heldBytes)
        guard (message.decodedBytes ?? 0) > LoopCompression.inflatedOnLoopBytesMax else {
            return inflated(id, inflate(message))
        }
        let longCompression = loop.shared.longCompression
        let bound = NIOLoopBound(self, eventLoop: loop.eventLoop)
        loop.taskBegins()
        Task.immediate(executorPreference: loop.executor) {
            let result = await longCompression.inflate(message)
            bound.value.inflated(id, result)
            bound.value.loop.taskEnds()
        }
    }

    /// A unary request is inflated, unless its call has ended meanwhile.
    private func inflated(_ id: CallID, _ result: Result<ByteBuffer, RawDeflateError>) {
        guard let call = calls[id], case .receiving(let pending) = call.stage else { return }
        switch result {
        case .success(let bytes):
            guard case .unary(let run) = pending.entry.route.body else { return }
            start(
                pending.entry, run, bytes, id, pending.context, receivedAt: pending.receivedAt, timer: call.timer,
                call.heldBytes)
        case .failure:
            terminate(call, .deflateMalformed(notExecuted: true))
            markNeedsFlush()
        }
    }

    /// Ends a call that no handler sees.
    private func refuse(
        _ call: OpenedCall, _ error: RPCError, _ entry: Router.Entry? = nil, _ caller: (any Identity)? = nil
    ) {
        // It may have brought a secret all the same (ZL-9).
        if entry?.route.method.carriesSecret == true, case .whole(let message) = call.message {
            message.bytes.wipeReadableBytes()
        }
        loop.counters.callEnded(error.code.rawValue)
        machine.end(call.id, with: EndStatus(error), load: load, now: loop.now, into: &out)
        loop.shared.observer?.callEnded(CallRecord(refused: call, error, entry?.route.method, caller, peer: peer))
    }

    /// Nil when nobody observes.
    func observe(_ context: CallContext, since receivedAt: NIODeadline) -> ObservedCall? {
        loop.shared.observer == nil ? nil : ObservedCall(context: context, receivedAt: receivedAt)
    }

    func error(for refusal: RequestHold.Refusal, notExecuted: Bool) -> RPCError {
        let configuration = loop.shared.configuration
        var error: RPCError
        switch refusal {
        case .receivePool: error = .receivePoolExhausted(configuration.limits)
        case .unpackPool: error = .unpackPoolExhausted(bytesMax: configuration.unpackPoolBytesMax)
        }
        error.notExecuted = notExecuted
        return error
    }
}
