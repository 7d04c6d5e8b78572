internal import NIOCore
internal import Trunk
internal import TrunkMessages
internal import TrunkWire

/// The first switch: what the machine found in the bytes, and what becomes of the calls in it.
extension ServerChannelHandler {
    func handle(_ event: ServerConnection.Inbound) {
        switch event {
        case .ready(let settings):
            identity.greet(settings.bearerToken)
        case .call(let call):
            admit(call)
        case .message(let id, let message):
            guard let call = calls[id], case .receiving(let pending) = call.stage else { return }
            start(pending.entry, message.bytes, id, pending.context, timer: call.timer)
        case .inputEnded: break
        case .cancel(let id, _):
            calls[id]?.cancelHandler()
        case .abandoned(let id):
            if let call = forget(id) { call.cancelHandler() }
        case .goAway:
            break
        }
    }

    /// The handler returned with a message: packs it straight into `out`.
    func finish(_ id: CallID, _ message: some Message) {
        guard let call = forget(id) else { return }
        defer { markNeedsFlush() }
        guard case .pack(let position) = machine.beginResponse(id, now: loop.now, into: &out) else {
            if !call.isTerminated { loop.counters.callEnded(StatusCode.cancelled.rawValue) }
            return
        }
        let code: StatusCode
        var packedEnd = out.writerIndex
        do throws(EncodeError) {
            try message.encode(into: &out)
            packedEnd = out.writerIndex
            switch machine.finishResponse(position, now: loop.now, into: &out) {
            case .sent: code = .ok
            case .tooLong: code = .resourceExhausted
            }
        } catch {
            packedEnd = out.writerIndex
            machine.abandonResponse(position, into: &out)
            machine.end(id, with: EndStatus(.responseUnencodable), now: loop.now, into: &out)
            code = .internalError
        }
        loop.counters.callEnded(code.rawValue)
        guard call.secret != nil else { return }
        if code == .ok { outHoldsSecret = true } else { out.wipeTakenBack(upTo: packedEnd) }
    }

    /// The handler returned with an error.
    func fail(_ id: CallID, _ error: RPCError) {
        guard let call = forget(id) else { return }
        if !call.isTerminated { loop.counters.callEnded(error.code.rawValue) }
        machine.end(id, with: EndStatus(error), now: loop.now, into: &out)
        markNeedsFlush()
    }

    /// The call's time is over: the caller is told now, the slot stays taken until the handler returns (TRK-501).
    func deadlineExpired(_ id: CallID) {
        guard let call = calls[id] else { return }
        calls.update(id) { $0.timer = nil }
        switch call.stage {
        case .receiving:
            _ = forget(id)
            refuse(id, .deadlineExceeded(notExecuted: true, isLocal: false))
        case .running:
            terminate(call, .deadlineExceeded(notExecuted: false, isLocal: false))
        }
        markNeedsFlush()
    }

    /// The grace of a drain is over.
    func terminateCalls() {
        let error = RPCError(.unavailable, "the server is shutting down; connect again")
        for call in calls.all { terminate(call, error) }
    }

    /// The connection is gone: handlers are asked to stop, their answers are dropped when they come.
    func cancelCalls() {
        for call in calls.all {
            if let timer = call.timer { loop.cancelTimer(timer) }
            if !call.isTerminated { loop.counters.callEnded(StatusCode.cancelled.rawValue) }
            calls.update(call.id) { call in
                call.timer = nil
                call.isTerminated = true
            }
            if case .receiving = call.stage { _ = calls.remove(call.id) }
            call.cancelHandler()
        }
    }

    private func admit(_ call: OpenedCall) {
        let caller: (any Identity)?
        switch identity.caller(call.metadata.isEmpty ? nil : call.metadata.first(.bearerToken)) {
        case .success(let found): caller = found
        case .failure(let refusal): return refuse(call.id, refusal)
        }
        // Identity before existence: a stranger learns nothing about which methods there are.
        guard let entry = routes.find(call.path, in: loop.shared.router) else {
            return refuse(call.id, caller == nil ? .unauthenticated : .unimplemented(path: String(buffer: call.path)))
        }
        if let refusal = loop.shared.router.refusal(of: entry, to: caller) {
            wipeRequest(of: call, entry)
            return refuse(call.id, refusal)
        }
        guard case .unary = entry.route.body else {
            return refuse(call.id, .unimplemented(path: String(buffer: call.path)))
        }
        let deadline = entry.terms.deadline(wishedMicroseconds: call.header.timeoutMicros, now: call.receivedAt)
        guard deadline > loop.now else {
            wipeRequest(of: call, entry)
            return refuse(call.id, .deadlineExceeded(notExecuted: true, isLocal: false))
        }
        let context = CallContext(
            method: entry.route.method, identity: caller, deadline: deadline, peer: peer,
            callID: Self.label(of: call.metadata))
        switch machine.accept(call, as: .unary, now: loop.now, into: &out) {
        case .run(let message):
            start(entry, message.bytes, call.id, context, timer: nil)
        case .open: break
        case .wait:
            let timer = loop.addTimer(timerToken(call.id), at: deadline)
            let pending = PendingRequest(entry: entry, context: context)
            calls.insert(ServerCall(id: call.id, stage: .receiving(pending), timer: timer, secret: nil))
        case .ended:
            break
        }
    }

    /// Runs the handler up to its first suspension. A handler that answers at once never sees a timer.
    private func start(
        _ entry: Router.Entry, _ message: ByteBuffer, _ id: CallID, _ context: CallContext, timer: TimerWheel.ID?
    ) {
        guard case .unary(let run) = entry.route.body else { return }
        let secret = entry.route.method.carriesSecret ? message : nil
        guard let heldBytes = requests.take(message.readableBytes) else {
            secret?.wipeReadableBytes()
            _ = forget(id)
            return refuse(id, .receivePoolExhausted(loop.shared.configuration.limits))
        }
        loop.counters.callsStarted &+= 1
        calls.insert(
            ServerCall(id: id, stage: .running(nil), timer: timer, secret: secret, heldBytes: heldBytes))
        let task = run(message, context, loop.executor, CallResponder(connection: self, id: id))
        calls.update(id) { call in
            call.stage = .running(task)
            call.timer = timer ?? loop.addTimer(timerToken(id), at: context.deadline)
        }
    }

    private func terminate(_ call: ServerCall, _ error: RPCError) {
        guard !call.isTerminated else { return }
        switch call.stage {
        case .receiving: _ = forget(call.id)  // No handler will return for it.
        case .running: calls.update(call.id) { $0.isTerminated = true }
        }
        loop.counters.callEnded(error.code.rawValue)
        machine.terminate(call.id, with: EndStatus(error), now: loop.now, into: &out)
        call.cancelHandler()
    }

    /// A call that no handler sees may have brought a secret all the same (ZL-9).
    private func wipeRequest(of call: OpenedCall, _ entry: Router.Entry) {
        guard entry.route.method.carriesSecret, case .whole(let message) = call.message else { return }
        message.bytes.wipeReadableBytes()
    }

    private func refuse(_ id: CallID, _ error: RPCError) {
        loop.counters.callEnded(error.code.rawValue)
        machine.refuse(id, with: EndStatus(error), now: loop.now, into: &out)
    }

    /// Takes a call out of the table, and its deadline out of the wheel.
    private func forget(_ id: CallID) -> ServerCall? {
        guard let call = calls.remove(id) else { return nil }
        call.secret?.wipeReadableBytes()
        requests.giveBack(call.heldBytes)
        if let timer = call.timer { loop.cancelTimer(timer) }
        return call
    }

    private func timerToken(_ id: CallID) -> TimerWheel.Token {
        TimerWheel.Token(owner: key.rawValue, item: id.timerItem)
    }

    /// The caller's label, cut to 128 bytes and without what could break a log line.
    private static func label(of metadata: Metadata) -> String {
        guard !metadata.isEmpty, let bytes = metadata.first(.callID) else { return "" }
        let printable = bytes.readableBytesView.prefix(128).map { (0x20...0x7E).contains($0) ? $0 : 0x3F }
        return String(decoding: printable, as: UTF8.self)
    }
}
