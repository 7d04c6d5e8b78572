import InMemoryLogging
import Logging
import MetricsTestKit
import Testing
import Trunk
import TrunkClient
import TrunkMessages
import TrunkServer
import TrunkTelemetry

@Suite("Telemetry over a socket")
struct WireTests {
    private struct Nobody: Authenticator {
        func identity(token: UnsafeRawBufferPointer) -> (any Identity)? { nil }
    }

    private let tracer = W3CTracer()
    private let lines = InMemoryLogHandler()
    private let registry = TestMetrics()

    private func router() -> Router {
        var router = Router(interceptors: [ServerTracing(tracer: tracer)])
        let terms = MethodTerms.stream(idleTimeout: nil, allowsAnonymous: true)
        router.add(.unary(HealthMethods.check) { _, _ in HealthCheckResponse(status: .serving) }, terms: terms)
        router.add(
            .serverStreaming(HealthMethods.watch) { request, writer, _ throws(RPCError) in
                for _ in request.service { try await writer.write(HealthCheckResponse(status: .serving)) }
            }, terms: terms)
        return router
    }

    @Test("client and server are one trace, and every call is logged and counted with it (TLV 02)")
    func oneTrace() async throws {
        let logger = Logger(label: "calls") { _ in lines }
        let observer = CallObservers([ServerCallLog(logger: logger), ServerCallMetrics(factory: registry)])
        let server = TrunkServer(
            router: router(), authenticator: Nobody(),
            logger: Logger(label: "server", factory: { _ in SwiftLogNoOpLogHandler() }), observer: observer)
        guard case .tcp(let host, let port) = try await server.start(.tcp(host: "127.0.0.1", port: 0)) else {
            Issue.record("no port")
            return
        }
        try await withTrunkClient(.tcp(host: host, port: port)) { client in
            let caller = client.intercepted(by: [ClientTracing(tracer: tracer)])
            _ = try await caller.unary(
                HealthMethods.check, HealthCheckRequest(), options: CallOptions(callID: "job-7"))
            let watch = HealthCheckRequest(service: "abc")
            for try await _ in try await caller.serverStreaming(HealthMethods.watch, watch, options: .defaults) {}
            await #expect(throws: RPCError.self) {
                try await caller.unary(HealthMethods.check, HealthCheckRequest(), options: CallOptions(token: [1]))
            }
        }
        await server.drain(grace: .zero)
        let servers = tracer.spans.filter { $0.kind == .server }
        let clients = tracer.spans.filter { $0.kind == .client }
        #expect(servers.count == 2 && clients.count == 3)
        for span in servers { #expect(clients.contains { $0.spanID == span.parentSpanID }) }
        let codes = lines.entries.map { "\($0.metadata["code"] ?? "")" }
        #expect(codes == ["OK", "OK", "UNAUTHENTICATED"])
        #expect(lines.entries.first?.metadata["call_id"] == "job-7")
        #expect(lines.entries.map { "\($0.metadata["trace_id"] ?? "")" } == clients.map(\.traceID))
        #expect(lines.entries[1].metadata["messages_out"] == "3")
        #expect(registry.counterTotal(label: "trunk_server_calls") == 3)
    }
}
