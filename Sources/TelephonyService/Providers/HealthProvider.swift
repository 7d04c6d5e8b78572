internal import Synchronization
package import Trunk
package import TrunkMessages

/// `grpc.health.v1.Health`: whether the server, or one of its services, can serve. NOT_SERVING while it drains.
package final class HealthProvider: HealthHandler {
    private let services: Set<String>
    private let isServing = Atomic<Bool>(true)

    /// Health of a server with these services; the empty name stands for the whole.
    package init(services: [String]) { self.services = Set(services + [""]) }

    /// Answers NOT_SERVING from now on.
    package func stopServing() { isServing.store(false, ordering: .releasing) }

    /// State of a service at this moment.
    package func check(
        _ request: HealthCheckRequest, _ context: CallContext
    ) async throws(RPCError) -> HealthCheckResponse {
        guard services.contains(request.service) else {
            throw RPCError(
                .notFound, "no such service",
                details: ErrorDetails(reason: "SERVICE_NOT_FOUND", domain: "trunk"), notExecuted: true)
        }
        return HealthCheckResponse(status: isServing.load(ordering: .acquiring) ? .serving : .notServing)
    }
}
