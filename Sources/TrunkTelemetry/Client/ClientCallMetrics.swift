public import CoreMetrics
internal import Synchronization
public import Trunk
public import TrunkMessages

/// Calls of a client and their durations, by method and code.
///
/// | metric | kind | labels |
/// |---|---|---|
/// | `trunk_client_calls` | counter | method, code |
/// | `trunk_client_call_duration` | timer, ns, retries included | method, code |
public final class ClientCallMetrics: ClientInterceptor, ClientCallWatching {
    private struct Key: Hashable {
        let method: String
        let code: String
    }

    private struct Handles {
        let calls: Counter
        let duration: Timer
    }

    private let factory: any MetricsFactory
    private let handles = Mutex<[Key: Handles]>([:])

    /// Metrics of this factory.
    public init(factory: any MetricsFactory = MetricsSystem.factory) {
        self.factory = factory
    }

    /// Counts a unary call.
    public func unary<Request: Message, Response: Message>(
        _ method: Method<Request, Response>, _ request: Request, options: CallOptions, next: any Caller
    ) async throws(RPCError) -> Response {
        try await watchUnary(method, request, options, next)
    }

    /// Counts a stream when it is over.
    public func open<Request: Message, Response: Message>(
        _ method: Method<Request, Response>, first: Request?, options: CallOptions, next: any Caller
    ) async throws(RPCError) -> CallStream<Request, Response> {
        try await watchOpen(method, first, options, next)
    }

    func callEnded(_ end: ClientCallEnd) {
        let key = Key(method: end.method.path, code: CallLabel.code(end.error?.code ?? .ok))
        let handles = self.handles.withLock { handles in
            if let known = handles[key] { return known }
            let labels = [("method", key.method), ("code", key.code)]
            let made = Handles(
                calls: Counter(label: "trunk_client_calls", dimensions: labels, factory: factory),
                duration: Timer(label: "trunk_client_call_duration", dimensions: labels, factory: factory))
            handles[key] = made
            return made
        }
        handles.calls.increment()
        handles.duration.recordNanoseconds(end.duration.nanosecondsClamped)
    }
}
