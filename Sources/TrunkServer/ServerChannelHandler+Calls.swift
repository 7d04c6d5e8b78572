internal import NIOCore
internal import Trunk
internal import TrunkMessages
internal import TrunkWire

/// The first switch: what the machine found in the bytes, and how calls end.
extension ServerChannelHandler {
    func handle(_ event: ServerConnection.Inbound) {
        switch event {
        case .ready(let settings):
            identity.greet(settings.bearerToken)
            acceptsDeflate = settings.acceptsDeflate
        case .call(let call):
            admit(call)
        case .message(let id, let message):
            received(id, message)
        case .inputEnded(let id):
            calls[id]?.stream?.inputEnded()
        case .cancel(let id, let cause):
            cancelled(id, cause)
        case .abandoned(let id):
            if let call = forget(id) { callEnded(call, .cancelled) }
        case .goAway:
            break
        }
    }

    /// The handler returned with a message: packs it straight into `out`.
    func finish(_ id: CallID, _ message: some Message) {
        guard let call = forget(id) else { return }
        defer { markNeedsFlush() }
        guard case .pack(let position) = machine.beginResponse(id, load: load, now: loop.now, into: &out) else {
            if !call.isTerminated { callEnded(call, .cancelled) }
            return
        }
        let packed = packReply(message, at: position, carriesSecret: call.secret != nil)
        if case .long(let bytes) = packed { return deflate(bytes, of: call) }
        replied(call, packed)
    }

    /// Compresses a long reply elsewhere; its call waits, and may be given up meanwhile.
    private func deflate(_ bytes: ByteBuffer, of call: ServerCall) {
        let longCompression = loop.shared.longCompression
        let bound = NIOLoopBound((connection: self, call: call), eventLoop: loop.eventLoop)
        loop.taskBegins()
        Task.immediate(executorPreference: loop.executor) {
            let message = await longCompression.deflate(bytes)
            let (connection, call) = bound.value
            defer { connection.loop.taskEnds() }
            if let packed = connection.packReply(message, of: call.id) {
                connection.replied(call, packed)
            } else {
                connection.callEnded(call, .cancelled)
            }
            connection.markNeedsFlush()
        }
    }

    private func replied(_ call: ServerCall, _ packed: Packed) {
        switch packed {
        case .sent(let bytes):
            call.observed?.replyBytes = bytes
            call.observed?.messagesOut = 1
            callEnded(call, .ok)
        case .tooLong(let limit):
            callEnded(call, .resourceExhausted, .messageTooLong(limit))
        case .unencodable, .long:
            let error = RPCError.responseUnencodable
            machine.end(call.id, with: EndStatus(error), load: load, now: loop.now, into: &out)
            callEnded(call, error.code, error)
        }
    }

    /// The handler returned with an error.
    func fail(_ id: CallID, _ error: RPCError) {
        guard let call = forget(id) else { return }
        if !call.isTerminated { callEnded(call, error.code, error) }
        machine.end(id, with: EndStatus(error), load: load, now: loop.now, into: &out)
        markNeedsFlush()
    }

    /// The call's time is over: the caller is told now, the slot stays taken until the handler returns (TRK-503).
    func deadlineExpired(_ id: CallID) {
        guard let call = calls[id] else { return }
        calls.update(id) { $0.timer = nil }
        if let stream = call.stream, loop.now < stream.deadline {
            guard loop.now >= stream.nextLook else {
                let timer = loop.addTimer(timerToken(id), at: stream.nextLook)
                return calls.update(id) { $0.timer = timer }
            }
            terminate(call, .idle)
        } else if case .receiving = call.stage {
            terminate(call, .deadlineExceeded(notExecuted: true, isLocal: false))
        } else {
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
        stalled.removeAll()
        for call in calls.all {
            if let timer = call.timer { loop.cancelTimer(timer) }
            if !call.isTerminated { callEnded(call, .cancelled, .connectionLost) }
            calls.update(call.id) { call in
                call.timer = nil
                call.isTerminated = true
            }
            if case .receiving = call.stage { _ = forget(call.id) }
            call.stream?.fail(.connectionLost)
            call.cancelHandler()
        }
    }

    /// Ends a call from this side; the slot stays taken until its handler returns.
    func terminate(_ call: ServerCall, _ error: RPCError) {
        guard !call.isTerminated else { return }
        defer { markNeedsFlush() }
        callEnded(call, error.code, error)
        guard case .running = call.stage else {
            // No handler will return for it.
            _ = forget(call.id)
            return machine.end(call.id, with: EndStatus(error), load: load, now: loop.now, into: &out)
        }
        calls.update(call.id) { $0.isTerminated = true }
        machine.terminate(call.id, with: EndStatus(error), now: loop.now, into: &out)
        // Told why before it is cancelled, which would only say that it was.
        call.stream?.fail(error)
        call.cancelHandler()
    }

    /// The client gave the call up, or broke a rule in it.
    private func cancelled(_ id: CallID, _ cause: CancelCause) {
        guard let call = calls[id] else { return }
        switch cause {
        case .violation(let rule):
            // The machine has told the client already.
            if !call.isTerminated { callEnded(call, .invalidArgument, .violation(rule)) }
            calls.update(id) { $0.isTerminated = true }
        case .reset:
            break
        }
        guard case .running = call.stage else {
            _ = forget(id)
            if !call.isTerminated { callEnded(call, .cancelled) }
            return machine.end(id, with: .notStarted, load: load, now: loop.now, into: &out)
        }
        call.cancelHandler()
        call.stream?.fail(.cancelled)
    }

    /// Counts a call that is over for its client, and tells the observer.
    func callEnded(_ call: ServerCall, _ code: StatusCode, _ error: RPCError? = nil) {
        loop.counters.callEnded(code.rawValue)
        if let observed = call.observed { loop.shared.observer?.callEnded(observed.record(code, error, now: loop.now)) }
    }

    /// Takes a call out of the table, and its deadline out of the wheel.
    func forget(_ id: CallID) -> ServerCall? {
        guard let call = calls.remove(id) else { return nil }
        call.secret?.wipeReadableBytes()
        requests.giveBack(call.heldBytes)
        if let timer = call.timer { loop.cancelTimer(timer) }
        if case .running = call.stage { loop.handlerReturned() }
        return call
    }

    func timerToken(_ id: CallID) -> TimerWheel.Token {
        TimerWheel.Token(owner: key.rawValue, item: id.timerItem)
    }

    /// What a reply tells of this server's capacity in use.
    var load: UInt16 {
        loop.load.told(openCalls: calls.count, callsMax: loop.shared.configuration.limits.concurrentStreamsMax)
    }
}

extension EndStatus {
    /// A call that was given up before its handler began.
    fileprivate static var notStarted: EndStatus { EndStatus(.cancelled, flags: .notExecuted) }
}
