internal import NIOCore
internal import Trunk

/// How calls come in, wait, and end.
extension ClientCore {
    func admit(_ call: ClientCall) {
        call.isAdmitted = true
        call.admittedAt = now
        if isClosed { return end(call, .failure(.clientClosed)) }
        if call.isCancelled.load(ordering: .acquiring) { return end(call, .failure(.cancelled)) }
        if !call.options.waitForReady, let error = connections.unreachable { return end(call, .failure(error)) }
        if waiting.count >= configuration.waitingCallsMax {
            waiting.removeAll { $0.isDone }
            if waiting.count >= configuration.waitingCallsMax {
                let limit = UInt64(clamping: configuration.waitingCallsMax)
                return end(
                    call, .failure(.overLimit("waiting_calls", limit, "too many calls wait for the server")))
            }
        }
        call.deadline = now + .nanoseconds(call.timeout.nanosecondsClamped)
        call.key = calls.insert(call)
        call.timer = timers.add(call.key.rawValue, at: call.deadline, now: now) { [weak self] in self?.timersExpired() }
        waiting.append(call)
    }

    /// The caller is told at once; a call that was written is reset, and keeps its slot until the server's END.
    func giveUp(_ call: ClientCall, _ error: RPCError) {
        if case .sent(let id, let connection) = call.stage { connection.cancel(id) }
        end(call, .failure(error), dropsMessages: true)
    }

    /// Ends a call: its caller goes on with `outcome`.
    ///
    /// - Parameter dropsMessages: what came of a stream and was not read yet is of no more use.
    func end(_ call: ClientCall, _ outcome: ClientCall.Outcome, dropsMessages: Bool = false) {
        guard retire(call) else { return }
        switch outcome {
        case .success: call.continuation?.resume(returning: outcome)
        case .failure(var error):
            error.attempts = call.attempts
            error.elapsed = .nanoseconds((now - call.admittedAt).nanoseconds)
            if call.mayHaveExecuted { error.notExecuted = false }
            call.continuation?.resume(returning: .failure(error))
            call.stream?.end(error, dropsMessages: dropsMessages)
            call.stream = nil
        }
    }

    /// Ends a stream whose status is OK: its caller reads what came, and then the end.
    func endStream(_ call: ClientCall) {
        guard retire(call) else { return }
        call.stream?.end(nil, dropsMessages: false)
        call.stream = nil
    }

    /// Writes what waits, as far as connections take it.
    func writeWaiting() {
        if connections.takeFailure(), let error = connections.unreachable { failUnready(error) }
        while let call = waiting.first {
            if call.isDone {
                waiting.removeFirst()
                continue
            }
            switch connections.write(call) {
            case .sent: waiting.removeFirst()
            case .hold: return
            case .failed(let error):
                waiting.removeFirst()
                end(call, .failure(error))
            }
        }
    }

    /// No endpoint can be reached: who does not wait for that is told.
    private func failUnready(_ error: RPCError) {
        let calls = waiting
        waiting.removeAll(keepingCapacity: true)
        for call in calls where !call.isDone {
            if call.options.waitForReady { waiting.append(call) } else { end(call, .failure(error)) }
        }
    }

    /// Takes a call off every list; false when that was done before.
    private func retire(_ call: ClientCall) -> Bool {
        switch call.stage {
        case .done: return false
        case .delayed(let timer): timers.cancel(timer)
        case .waiting, .sent: break
        }
        call.stage = .done
        if let timer = call.timer { timers.cancel(timer) }
        _ = calls.remove(call.key)
        if call.method.carriesSecret { call.request?.bytes.wipeReadableBytes() }
        return true
    }

    func timersExpired() {
        beginTurn()
        for (raw, purpose) in timers.takeExpired(now: now) {
            guard let call = calls[ClientCall.Key(rawValue: raw)] else { continue }
            switch purpose {
            case .retry: requeue(call, first: false)
            case .deadline:
                call.timer = nil
                giveUp(call, .deadlineExceeded(notExecuted: call.isHere, isLocal: true))
            }
        }
        timers.scheduleWake { [weak self] in self?.timersExpired() }
        endTurn()
    }
}
