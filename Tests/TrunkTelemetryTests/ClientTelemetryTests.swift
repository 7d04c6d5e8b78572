import InMemoryLogging
import Logging
import MetricsTestKit
import Testing
import Tracing
import Trunk
import TrunkMessages
import TrunkTelemetry

@Suite("What a client tells of its calls")
struct ClientTelemetryTests {
    private let lines = InMemoryLogHandler()
    private let registry = TestMetrics()
    private let tracer = W3CTracer()

    private func logger() -> Logger {
        var logger = Logger(label: "test") { _ in lines }
        logger.logLevel = .debug
        return logger
    }

    private func caller(_ service: InProcessCaller = Health.caller()) -> some Caller {
        service.intercepted(by: [
            ClientTracing(tracer: tracer), ClientCallLog(logger: logger()), ClientCallMetrics(factory: registry),
        ])
    }

    private func count(_ method: HealthMethod, _ code: String) -> Int64 {
        registry.counterTotal(
            label: "trunk_client_calls",
            dimensions: [("method", "grpc.health.v1.Health/\(method.rawValue)"), ("code", code)])
    }

    private enum HealthMethod: String {
        case check = "Check"
        case watch = "Watch"
    }

    private func field(_ key: String) -> String? { lines.entries.last?.metadata[key].map { "\($0)" } }

    @Test("a call that went well is counted, timed, logged at debug, and one span")
    func success() async throws {
        let options = CallOptions(callID: "job-7")
        _ = try await caller().unary(HealthMethods.check, HealthCheckRequest(), options: options)
        #expect(count(.check, "OK") == 1)
        #expect(registry.timers(label: "trunk_client_call_duration").count == 1)
        #expect(lines.entries.map(\.level) == [.debug])
        #expect(field("code") == "OK" && field("call_id") == "job-7")
        #expect(tracer.spans.map(\.kind) == [.client])
        #expect(field("trace_id") == tracer.spans.first?.traceID)
    }

    @Test("a call that failed is told by code and reason, never by text")
    func failure() async throws {
        let service = Health.caller { _, _ throws(RPCError) in
            throw RPCError(.notFound, "4711", details: ErrorDetails(reason: "NONE", domain: "test"), notExecuted: true)
        }
        await #expect(throws: RPCError.self) {
            try await caller(service).unary(HealthMethods.check, HealthCheckRequest(), options: .defaults)
        }
        #expect(count(.check, "NOT_FOUND") == 1)
        #expect(lines.entries.map(\.level) == [.info])
        #expect(field("reason") == "NONE" && field("not_executed") == "true" && field("local") == nil)
        #expect(lines.entries.allSatisfy { !"\($0)".contains("4711") })
        #expect(tracer.spans.first?.attribute("rpc.trunk.reason") == "NONE")
        #expect(tracer.spans.first?.status?.code == .error)
    }

    @Test("a stream is told when it is over: read to its end, failed, or left")
    func streams() async throws {
        let caller = caller()
        for try await _ in try await caller.serverStreaming(
            HealthMethods.watch, HealthCheckRequest(service: "ab"), options: .defaults)
        {
            #expect(lines.entries.isEmpty && tracer.openCount == 1)
        }
        #expect(count(.watch, "OK") == 1 && lines.entries.count == 1 && tracer.spans.count == 1)
        await #expect(throws: RPCError.self) {
            for try await _ in try await caller.serverStreaming(
                HealthMethods.watch, HealthCheckRequest(), options: .defaults)
            {}
        }
        #expect(count(.watch, "NOT_FOUND") == 1 && lines.entries.count == 2 && tracer.spans.count == 2)
        for try await _ in try await caller.serverStreaming(
            HealthMethods.watch, HealthCheckRequest(service: "abc"), options: .defaults)
        { break }
        #expect(count(.watch, "CANCELLED") == 1 && lines.entries.count == 3 && tracer.spans.count == 3)
        #expect(tracer.openCount == 0)
    }

    @Test("client and server are one trace: the server's span is below the client's, which is below the caller's")
    func oneTrace() async throws {
        let service = Health.caller([ServerTracing(tracer: tracer)])
        let caller = service.intercepted(by: [ClientTracing(tracer: tracer)])
        try await tracer.withSpan("caller") { _ in
            _ = try await caller.unary(HealthMethods.check, HealthCheckRequest(), options: .defaults)
        }
        let spans = tracer.spans
        #expect(spans.map(\.kind) == [.server, .client, .internal])
        #expect(Set(spans.map(\.traceID)).count == 1)
        #expect(spans.map(\.parentSpanID) == [spans[1].spanID, spans[2].spanID, nil])
    }

    @Test("a tracer that does not speak W3C Trace Context leaves the call's options alone")
    func foreignTracer() async throws {
        let (seen, says) = AsyncStream.makeStream(of: TraceContext?.self)
        let service = Health.caller { _, context in
            says.yield(context.traceContext)
            return HealthCheckResponse()
        }
        let own = TraceContext(traceIDHigh: 1, traceIDLow: 2, spanID: 3)
        let caller = service.intercepted(by: [ClientTracing(tracer: NoOpTracer())])
        _ = try await caller.unary(HealthMethods.check, HealthCheckRequest(), options: CallOptions(traceContext: own))
        #expect(await seen.first { _ in true } == own)
    }
}
