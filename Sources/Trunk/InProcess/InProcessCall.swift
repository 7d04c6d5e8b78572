internal import NIOCore
internal import Synchronization
internal import TrunkMessages

/// One call without a socket: the first of answer, deadline and cancellation decides, the others find it decided.
final class InProcessCall: Responder {
    private struct State {
        var outcome: Result<ByteBuffer, RPCError>?
        var waiting: CheckedContinuation<Result<ByteBuffer, RPCError>, Never>?
        var handler: Task<Void, Never>?
        var timer: Task<Void, Never>?
    }

    private let request: ByteBuffer
    private let carriesSecret: Bool
    private let state = Mutex(State())

    /// A call of these request bytes, which are wiped once the handler has returned if they carry a secret (ZL-9).
    init(request: ByteBuffer, carriesSecret: Bool) {
        self.request = request
        self.carriesSecret = carriesSecret
    }

    /// Starts the handler and waits for the outcome. A handler that lost to the deadline or to a cancellation is
    /// cancelled; its answer is dropped.
    func run(
        timeout: Duration, start: @Sendable () -> Task<Void, Never>?
    ) async -> Result<ByteBuffer, RPCError> {
        await withTaskCancellationHandler {
            if let handler = start() { watch(handler, timeout: timeout) }
            return await withCheckedContinuation { continuation in wait(continuation) }
        } onCancel: {
            decide(.failure(.cancelled), cancelsHandler: true)
        }
    }

    func finish(_ message: some Message) {
        if carriesSecret { request.wipeReadableBytes() }
        var bytes = ByteBuffer()
        do throws(EncodeError) {
            try message.encode(into: &bytes)
            // An answer that came too late is nobody's to read.
            if !decide(.success(bytes), cancelsHandler: false), carriesSecret { bytes.wipeReadableBytes() }
        } catch {
            decide(.failure(RPCError(EncodedStatus(.responseUnencodable))), cancelsHandler: false)
        }
    }

    func fail(_ error: RPCError) {
        if carriesSecret { request.wipeReadableBytes() }
        decide(.failure(RPCError(EncodedStatus(error))), cancelsHandler: false)
    }

    private func watch(_ handler: Task<Void, Never>, timeout: Duration) {
        let isDecided = state.withLock { state in
            state.handler = handler
            return state.outcome != nil
        }
        if isDecided {
            handler.cancel()
            return
        }
        let timer = Task { [weak self] in
            do { try await Task.sleep(for: timeout) } catch { return }
            self?.decide(.failure(.deadlineExceeded(notExecuted: false, isLocal: false)), cancelsHandler: true)
        }
        let isTooLate = state.withLock { state in
            state.timer = timer
            return state.outcome != nil
        }
        if isTooLate { timer.cancel() }
    }

    private func wait(_ continuation: CheckedContinuation<Result<ByteBuffer, RPCError>, Never>) {
        let outcome = state.withLock { state in
            if state.outcome == nil { state.waiting = continuation }
            return state.outcome
        }
        if let outcome { continuation.resume(returning: outcome) }
    }

    /// False when the call was decided before.
    @discardableResult
    private func decide(_ outcome: Result<ByteBuffer, RPCError>, cancelsHandler: Bool) -> Bool {
        let before = state.withLock { state -> State? in
            if state.outcome != nil { return nil }
            state.outcome = outcome
            defer { state.waiting = nil }
            return state
        }
        guard let before else { return false }
        before.timer?.cancel()
        if cancelsHandler { before.handler?.cancel() }
        before.waiting?.resume(returning: outcome)
        return true
    }
}
