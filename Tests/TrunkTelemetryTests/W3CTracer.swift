import InMemoryTracing
import Synchronization
import Tracing

/// The in-memory tracer, speaking W3C Trace Context as tracers for production do.
struct W3CTracer: Tracer {
    private struct Fields: Injector, Extractor {
        func inject(_ value: String, forKey key: String, into carrier: inout [String: String]) { carrier[key] = value }
        func extract(key: String, from carrier: [String: String]) -> String? { carrier[key] }
    }

    private let memory: InMemoryTracer

    init() {
        let ids = Mutex<UInt64>(0)
        let next: @Sendable () -> String = {
            let hex = String(
                ids.withLock {
                    $0 += 1
                    return $0
                }, radix: 16)
            return String(repeating: "0", count: 16 - hex.count) + hex
        }
        memory = InMemoryTracer(
            idGenerator: .init(nextTraceID: { "00000000000000aa" + next() }, nextSpanID: next))
    }

    /// The spans that have ended, in that order.
    var spans: [FinishedInMemorySpan] { memory.finishedSpans }

    /// How many spans have not ended.
    var openCount: Int { memory.activeSpans.count }

    func startSpan<Instant: TracerInstant>(
        _ operationName: String, context: @autoclosure () -> ServiceContext, ofKind kind: SpanKind,
        at instant: @autoclosure () -> Instant, function: String, file fileID: String, line: UInt
    ) -> InMemorySpan {
        memory.startSpan(
            operationName, context: context(), ofKind: kind, at: instant(), function: function, file: fileID, line: line
        )
    }

    func forceFlush() {}

    func inject<Carrier, Inject: Injector>(
        _ context: ServiceContext, into carrier: inout Carrier, using injector: Inject
    ) where Carrier == Inject.Carrier {
        var fields: [String: String] = [:]
        memory.inject(context, into: &fields, using: Fields())
        guard let trace = fields[InMemoryTracer.traceIDKey], let span = fields[InMemoryTracer.spanIDKey] else { return }
        injector.inject("00-\(trace)-\(span)-01", forKey: "traceparent", into: &carrier)
        injector.inject("test=1", forKey: "tracestate", into: &carrier)
        injector.inject("secret", forKey: "baggage", into: &carrier)
    }

    func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier, into context: inout ServiceContext, using extractor: Extract
    ) where Carrier == Extract.Carrier {
        guard let parts = extractor.extract(key: "traceparent", from: carrier)?.split(separator: "-"), parts.count == 4
        else { return }
        let fields = [
            InMemoryTracer.traceIDKey: String(parts[1]), InMemoryTracer.spanIDKey: String(parts[2]),
        ]
        memory.extract(fields, into: &context, using: Fields())
    }
}
