internal import Tracing
internal import Trunk

/// What a tracer writes the place in a trace to and reads it from: the two headers of W3C Trace Context, whichever
/// tracer it is. Anything else a tracer has to say (baggage) does not travel.
struct TraceCarrier: Sendable {
    private var traceparent = ""
    private var tracestate = ""

    /// Nothing yet.
    init() {}

    /// The headers of a place in a trace.
    init(_ context: TraceContext) {
        traceparent = context.traceparent
        tracestate = context.state
    }

    /// What the headers say, or nil when they are empty or no trace.
    var context: TraceContext? { TraceContext(traceparent: traceparent, tracestate: tracestate) }

    struct Headers: Injector, Extractor {
        func inject(_ value: String, forKey key: String, into carrier: inout TraceCarrier) {
            switch key {
            case "traceparent": carrier.traceparent = value
            case "tracestate": carrier.tracestate = value
            default: break
            }
        }

        func extract(key: String, from carrier: TraceCarrier) -> String? {
            let value =
                switch key {
                case "traceparent": carrier.traceparent
                case "tracestate": carrier.tracestate
                default: ""
                }
            return value.isEmpty ? nil : value
        }
    }
}
