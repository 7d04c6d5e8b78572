internal import Synchronization
package import Trunk
package import TrunkMessages

/// `grpc.health.v1.Health`: whether the server, or one of its services, can serve. NOT_SERVING while it drains.
package final class HealthProvider: HealthHandler {
    private typealias Status = HealthCheckResponse.ServingStatus

    private struct State {
        var isServing = true
        var watchers: [Int: AsyncStream<Status>.Continuation] = [:]
        var lastWatcher = 0
    }

    private let services: Set<String>
    private let state = Mutex(State())

    /// Health of a server with these services; the empty name stands for the whole.
    package init(services: [String]) { self.services = Set(services + [""]) }

    /// Answers NOT_SERVING from now on, and tells everybody who watches; nothing can follow, so their streams end
    /// there and hold up no drain (PROTOCOL §7).
    package func stopServing() {
        let watchers = state.withLock { state in
            state.isServing = false
            defer { state.watchers = [:] }
            return state.watchers.values
        }
        for watcher in watchers {
            watcher.yield(.notServing)
            watcher.finish()
        }
    }

    /// State of a service at this moment.
    package func check(
        _ request: HealthCheckRequest, _ context: CallContext
    ) async throws(RPCError) -> HealthCheckResponse {
        guard services.contains(request.service) else {
            throw RPCError(
                .notFound, "no such service",
                details: ErrorDetails(reason: "SERVICE_NOT_FOUND", domain: "trunk"), notExecuted: true)
        }
        return HealthCheckResponse(status: state.withLock { $0.isServing } ? .serving : .notServing)
    }

    /// State of a service at once, and then at every change. A service that there is not is SERVICE_UNKNOWN, and stays
    /// so until the server stops.
    package func watch(
        _ request: HealthCheckRequest, _ responses: MessageWriter<HealthCheckResponse>, _ context: CallContext
    ) async throws(RPCError) {
        let isKnown = services.contains(request.service)
        if !isKnown { try await responses.write(HealthCheckResponse(status: .serviceUnknown)) }
        for await status in changes() where isKnown {
            try await responses.write(HealthCheckResponse(status: status))
        }
    }

    /// The state now and after each change. Whoever reads slowly misses what was no longer true.
    private func changes() -> AsyncStream<Status> {
        let (changes, watcher) = AsyncStream.makeStream(of: Status.self, bufferingPolicy: .bufferingNewest(1))
        let id = state.withLock { state -> Int? in
            watcher.yield(state.isServing ? .serving : .notServing)
            guard state.isServing else { return nil }
            state.lastWatcher += 1
            state.watchers[state.lastWatcher] = watcher
            return state.lastWatcher
        }
        guard let id else {
            watcher.finish()
            return changes
        }
        watcher.onTermination = { [weak self] _ in
            self?.state.withLock { _ = $0.watchers.removeValue(forKey: id) }
        }
        return changes
    }
}
