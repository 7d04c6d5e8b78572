internal import NIOCore
internal import Trunk

/// What follows a failed attempt (PROTOCOL §9).
extension ClientCore {
    private enum Step {
        case end
        /// At once: the call was certainly not executed.
        case again
        case after(TimeAmount)
    }

    /// An attempt ended with `error`: the call goes on with another, or ends.
    func attemptFailed(_ call: ClientCall, _ error: RPCError) {
        guard !call.isDone else { return }
        let step = self.step(after: error, call)
        if !error.notExecuted { call.mayHaveExecuted = true }
        switch step {
        case .end: end(call, .failure(error))
        case .again:
            call.refusal = error
            requeue(call, first: true)
        case .after(let delay):
            call.retries += 1
            call.refusal = nil
            let timer = timers.add(call.key.rawValue, for: .retry, at: now + delay, now: now) { [weak self] in
                self?.timersExpired()
            }
            call.stage = .delayed(timer)
        }
    }

    /// A call was answered with OK.
    func attemptSucceeded() {
        budget.succeeded()
    }

    private func step(after error: RPCError, _ call: ClientCall) -> Step {
        guard !error.noRetry, !isClosed, !call.hasMoved else { return .end }
        guard error.code == .unavailable || error.code == .resourceExhausted else { return .end }
        if error.notExecuted, error.retryAfter == nil { return .again }
        guard error.code == .unavailable || error.retryAfter != nil else { return .end }
        budget.failed()
        let policy = call.options.retry ?? configuration.retry
        guard error.notExecuted || call.method.idempotency != .unknown, call.retries + 1 < policy.attemptsMax,
            budget.allowsRetry
        else { return .end }
        let delay: TimeAmount
        if let retryAfter = error.retryAfter {
            delay = .nanoseconds(retryAfter.nanosecondsClamped)
        } else {
            var generator = SystemRandomNumberGenerator()
            delay = policy.delay(afterRetries: call.retries, using: &generator)
        }
        // Not past the deadline, and not up to it either: the answer needs time as well.
        guard delay < call.deadline - now else { return .end }
        return .after(delay)
    }
}
