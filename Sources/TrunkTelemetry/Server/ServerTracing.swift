package import Tracing
package import Trunk

/// A span around every handler, below the caller's own when the call brought its place in a trace. Handlers find the
/// span's context in `ServiceContext.current`, and its place in the trace in their `CallContext`.
package struct ServerTracing: ServerInterceptor {
    private let tracer: any Tracer

    /// Spans of this tracer, for example `InstrumentationSystem.tracer`.
    package init(tracer: any Tracer) {
        self.tracer = tracer
    }

    /// Runs the handler inside its span.
    package func intercept(
        _ context: CallContext, _ proceed: (CallContext) async throws(RPCError) -> Void
    ) async throws(RPCError) {
        var parent = ServiceContext.topLevel
        if let caller = context.traceContext {
            tracer.extract(TraceCarrier(caller), into: &parent, using: TraceCarrier.Headers())
        }
        let span = tracer.startAnySpan(context.method.path, context: parent, ofKind: .server)
        span.describe(context.method)
        if !context.peer.isEmpty { span.attributes["network.peer.address"] = context.peer }
        var called = context
        var carrier = TraceCarrier()
        tracer.inject(span.context, into: &carrier, using: TraceCarrier.Headers())
        if let own = carrier.context { called.traceContext = own }
        let outcome = await ServiceContext.$current.withValue(span.context) { () async -> Result<Void, RPCError> in
            do throws(RPCError) { return .success(try await proceed(called)) } catch { return .failure(error) }
        }
        switch outcome {
        case .success: span.describe(outcome: nil)
        case .failure(let error): span.describe(outcome: error)
        }
        span.end()
        try outcome.get()
    }
}
