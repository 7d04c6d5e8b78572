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
        let isFree = error.notExecuted && connections.hasPlace(for: call)
        let step = self.step(after: error, call, isFree: isFree)
        if !error.notExecuted { call.mayHaveExecuted = true }
        call.refusal = isFree ? error : nil
        switch step {
        case .end: end(call, .failure(error))
        case .again: requeue(call, first: true)
        case .after(let delay):
            call.retries += 1
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

    /// - Parameter isFree: the call was not executed, and there is a connection on which it may be sent again,
    ///   whatever its method (TRK-604).
    private func step(after error: RPCError, _ call: ClientCall, isFree: Bool) -> Step {
        guard !error.noRetry, !isClosed, !call.hasMoved else { return .end }
        guard error.code == .unavailable || error.code == .resourceExhausted else { return .end }
        if isFree, error.retryAfter == nil { return .again }
        guard error.code == .unavailable || error.retryAfter != nil else { return .end }
        budget.failed()
        let policy = call.options.retry ?? configuration.retry
        guard isFree || call.method.idempotency != .unknown, call.attempts < policy.attemptsMax, budget.allowsRetry
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
