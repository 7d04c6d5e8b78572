package import TrunkMessages

/// One call that has ended, in figures. Holds nothing of what was said in it.
package struct CallRecord: Sendable {
    /// The method; nil when the server has none of that path, and the path is the peer's own text.
    package var method: MethodDescriptor?
    /// The outcome.
    package var code: StatusCode
    /// The stable reason of an error, or an empty string.
    package var reason: String
    /// The call had no effect.
    package var notExecuted: Bool
    /// From the last byte of the request to the end, nanoseconds.
    package var durationNanoseconds: Int64
    /// Message bytes that came, as they were on the wire.
    package var requestBytes: UInt64
    /// Message bytes that went, as they were on the wire.
    package var replyBytes: UInt64
    /// Messages that came.
    package var messagesIn: UInt64
    /// Messages that went.
    package var messagesOut: UInt64
    /// The peer's address, or `in-process`.
    package var peer: String
    /// The caller's label; empty when none was sent.
    package var callID: String
    /// The name of who called; nil is anonymous. Never a credential.
    package var identity: String?
    /// The caller's place in a trace.
    package var traceContext: TraceContext?

    /// A call that ended with `code`; the figures are 0 and the rest empty until they are set.
    package init(method: MethodDescriptor?, code: StatusCode, peer: String) {
        self.method = method
        self.code = code
        self.peer = peer
        reason = ""
        notExecuted = false
        durationNanoseconds = 0
        requestBytes = 0
        replyBytes = 0
        messagesIn = 0
        messagesOut = 0
        callID = ""
    }
}
