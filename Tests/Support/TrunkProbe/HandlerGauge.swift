internal import Synchronization
package import Trunk

/// Counts the handlers that run, with its own eyes: what the server counts is what is being tested.
package final class HandlerGauge: ServerInterceptor {
    /// What was counted.
    struct Reading: Sendable, Encodable {
        var running = 0
        var runningMax = 0
        var begun = 0
    }

    private let state = Mutex(Reading())

    /// What was counted up to now.
    var reading: Reading { state.withLock { $0 } }

    /// Counts a handler from before its first line to after its last.
    package func intercept(
        _ context: CallContext, _ proceed: (CallContext) async throws(RPCError) -> Void
    ) async throws(RPCError) {
        state.withLock { state in
            state.running += 1
            state.begun += 1
            state.runningMax = max(state.runningMax, state.running)
        }
        defer { state.withLock { $0.running -= 1 } }
        try await proceed(context)
    }
}
