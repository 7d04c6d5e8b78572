import Testing
import Tracing
import Trunk
import TrunkMessages
import TrunkTelemetry

@Suite("The server's spans")
struct ServerTracingTests {
    private let tracer = W3CTracer()
    private let caller = TraceContext(traceIDHigh: 0xAB, traceIDLow: 0xCD, spanID: 0xEF, flags: 1)

    @Test("a span is below the caller's, and the handler sees its own place in the trace (TLV 02)")
    func parent() async throws {
        let (seen, says) = AsyncStream.makeStream(of: TraceContext?.self)
        let service = Health.caller([ServerTracing(tracer: tracer)]) { _, context in
            says.yield(context.traceContext)
            return HealthCheckResponse(status: ServiceContext.current == nil ? .notServing : .serving)
        }
        let options = CallOptions(traceContext: caller)
        let answer = try await service.unary(HealthMethods.check, HealthCheckRequest(), options: options)
        #expect(answer.status == .serving)
        let span = try #require(tracer.spans.first)
        #expect(tracer.spans.count == 1 && tracer.openCount == 0)
        #expect(span.traceID == caller?.traceID && span.parentSpanID == "00000000000000ef")
        #expect(span.kind == .server && span.operationName == "grpc.health.v1.Health/Check")
        let own = await seen.first { _ in true } ?? nil
        #expect(own?.traceID == caller?.traceID && own?.spanID != caller?.spanID && own?.state == "test=1")
    }

    @Test("without a caller's trace a span begins one")
    func root() async throws {
        _ = try await Health.caller([ServerTracing(tracer: tracer)]).unary(
            HealthMethods.check, HealthCheckRequest(), options: .defaults)
        #expect(tracer.spans.map(\.parentSpanID) == [nil])
    }

    @Test("a span tells method, peer, status and reason, and never an error's text or a message")
    func attributes() async throws {
        let service = Health.caller([ServerTracing(tracer: tracer)]) { request, _ throws(RPCError) in
            throw RPCError(
                .failedPrecondition, "text of \(request.service)",
                details: ErrorDetails(reason: "PIN_LOCKED", domain: "telephony"))
        }
        await #expect(throws: RPCError.self) {
            try await service.unary(
                HealthMethods.check, HealthCheckRequest(service: "4711"), options: CallOptions(token: nil))
        }
        let span = try #require(tracer.spans.first)
        #expect(span.attribute("rpc.system") == "trunk" && span.attribute("rpc.service") == "grpc.health.v1.Health")
        #expect(span.attribute("rpc.method") == "Check" && span.attribute("network.peer.address") == "in-process")
        #expect(span.attribute("rpc.trunk.status_code") == "9" && span.attribute("rpc.trunk.reason") == "PIN_LOCKED")
        #expect(span.attribute("error.type") == "FAILED_PRECONDITION")
        #expect(span.status?.code == .error && span.status?.message == nil && span.errors.isEmpty)
        span.attributes.forEach { _, value in #expect(!"\(value)".contains("4711")) }
    }

    @Test("a stream is one span, from its beginning to its end")
    func stream() async throws {
        let service = Health.caller([ServerTracing(tracer: tracer)])
        let stream = try await service.serverStreaming(
            HealthMethods.watch, HealthCheckRequest(service: "abc"), options: CallOptions(traceContext: caller))
        for try await _ in stream {}
        #expect(tracer.spans.map(\.operationName) == ["grpc.health.v1.Health/Watch"])
        #expect(tracer.spans.first?.traceID == caller?.traceID)
    }
}
