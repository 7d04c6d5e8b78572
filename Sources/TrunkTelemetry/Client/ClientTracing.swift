public import Tracing
public import Trunk
public import TrunkMessages

/// A span around every call of a client, below the one that `ServiceContext.current` knows; the server's span will be
/// below it.
public struct ClientTracing: ClientInterceptor {
    private let tracer: any Tracer

    /// Spans of this tracer, for example `InstrumentationSystem.tracer`.
    public init(tracer: any Tracer) {
        self.tracer = tracer
    }

    /// Makes a unary call inside its span.
    public func unary<Request: Message, Response: Message>(
        _ method: Method<Request, Response>, _ request: Request, options: CallOptions, next: any Caller
    ) async throws(RPCError) -> Response {
        let (span, options) = start(method.descriptor, options)
        do throws(RPCError) {
            let response = try await next.unary(method, request, options: options)
            Self.end(span, nil)
            return response
        } catch {
            Self.end(span, error)
            throw error
        }
    }

    /// Opens a stream; its span ends when the last response was read, or nobody reads on.
    public func open<Request: Message, Response: Message>(
        _ method: Method<Request, Response>, first: Request?, options: CallOptions, next: any Caller
    ) async throws(RPCError) -> CallStream<Request, Response> {
        let (span, options) = start(method.descriptor, options)
        do throws(RPCError) {
            let call = try await next.open(method, first: first, options: options)
            return CallStream(requests: call.requests, responses: call.responses.onEnd { Self.end(span, $0) })
        } catch {
            Self.end(span, error)
            throw error
        }
    }

    /// A span whose place in the trace the call carries. A tracer that does not speak W3C Trace Context leaves the
    /// options as they are.
    private func start(_ method: MethodDescriptor, _ options: CallOptions) -> (any Span, CallOptions) {
        let span = tracer.startAnySpan(method.path, ofKind: .client)
        span.describe(method)
        var carrier = TraceCarrier()
        tracer.inject(span.context, into: &carrier, using: TraceCarrier.Headers())
        var options = options
        if let place = carrier.context { options.traceContext = place }
        return (span, options)
    }

    private static func end(_ span: any Span, _ error: RPCError?) {
        if let attempts = error?.attempts, attempts > 1 { span.attributes["rpc.trunk.attempts"] = attempts }
        span.describe(outcome: error)
        span.end()
    }
}
