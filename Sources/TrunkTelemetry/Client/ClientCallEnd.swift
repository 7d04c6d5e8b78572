internal import Trunk
internal import TrunkMessages

/// One call of a client that has ended, for its log line and its figures.
struct ClientCallEnd: Sendable {
    let method: MethodDescriptor
    let callID: String?
    let traceContext: TraceContext?
    /// How it failed; nil is OK.
    let error: RPCError?
    /// From the caller's call to the outcome, of streams to their end.
    let duration: Duration
}
