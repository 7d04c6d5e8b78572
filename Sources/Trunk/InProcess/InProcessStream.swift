internal import NIOCore
internal import Synchronization
internal import TrunkMessages

/// One streaming call without a socket. What ends it first - the handler, the client, the deadline, silence - decides;
/// the others find it decided.
final class InProcessStream: Sendable {
    private struct State {
        var isOver = false
        var handler: Task<Void, Never>?
        var watchdog: Task<Void, Never>?
        var movedAt = NIODeadline.now()
    }

    /// From the client to the handler.
    let requests: InProcessPipe
    /// From the handler to the client.
    let responses: InProcessPipe
    private let state = Mutex(State())

    /// A call whose messages may hold a secret, or not.
    init(carriesSecret: Bool) {
        requests = InProcessPipe(carriesSecret: carriesSecret)
        responses = InProcessPipe(carriesSecret: carriesSecret)
    }

    /// Starts the handler and watches its time.
    func run(_ context: CallContext, idleTimeout: Duration?, _ start: Route.StreamStart) {
        let handler = start(context, nil, InProcessServerEnd(self))
        let idle = idleTimeout.map { TimeAmount.nanoseconds($0.nanosecondsClamped) }
        let watchdog = Task { [weak self] in
            while let wait = self?.timeLeft(context.deadline, idle) {
                do { try await Task.sleep(nanoseconds: wait) } catch { return }
            }
        }
        let isOver = state.withLock { state in
            if !state.isOver {
                state.handler = handler
                state.watchdog = watchdog
            }
            return state.isOver
        }
        if isOver {
            handler?.cancel()
            watchdog.cancel()
        }
    }

    /// A message went one way or the other.
    func moved() {
        state.withLock { $0.movedAt = .now() }
    }

    /// The handler has returned.
    func end(_ error: RPCError?) {
        guard close(cancelsHandler: false) else { return }
        let error = error.map { RPCError(EncodedStatus($0)) }
        requests.fail(error ?? .callEnded)
        responses.end(error, refusal: error ?? .callEnded)
    }

    /// The client has gone, or time is over: the handler is cancelled, its outcome dropped.
    func fail(_ error: RPCError) {
        guard close(cancelsHandler: true) else { return }
        requests.fail(error)
        responses.fail(error)
    }

    /// The client reads no more.
    func cancel() {
        fail(.cancelled)
        responses.abandon()
    }

    private func close(cancelsHandler: Bool) -> Bool {
        let before = state.withLock { state -> State? in
            if state.isOver { return nil }
            defer {
                state.isOver = true
                state.handler = nil
                state.watchdog = nil
            }
            return state
        }
        guard let before else { return false }
        before.watchdog?.cancel()
        if cancelsHandler { before.handler?.cancel() }
        return true
    }

    /// Nanoseconds until there is something to look at again; ends the call when its time, or the silence that is
    /// allowed, is over.
    private func timeLeft(_ deadline: NIODeadline, _ idle: TimeAmount?) -> UInt64? {
        let (isOver, movedAt) = state.withLock { ($0.isOver, $0.movedAt) }
        let idleAt = idle.map { movedAt + $0 } ?? .distantFuture
        let now = NIODeadline.now()
        if deadline <= now { fail(.deadlineExceeded(notExecuted: false, isLocal: false)) }
        if idleAt <= now { fail(.idle) }
        return isOver ? nil : UInt64(clamping: max((min(deadline, idleAt) - now).nanoseconds, 0))
    }
}
