public import TrunkMessages

/// Why a call did not succeed. Crosses the wire as status, text and `trunk.v1.ErrorDetails`.
public struct RPCError: Error, Sendable {
    /// What kind of failure.
    public var code: StatusCode
    /// One sentence for people, with a next step; at most 1 KiB on the wire. Never holds a secret.
    public var text: String
    /// Machine-readable reason, field violations, limit; nil when there are none.
    public var details: ErrorDetails?
    /// The call had no effect and may be sent again, whatever the method.
    public var notExecuted: Bool
    /// The peer asks not to be sent this again.
    public var noRetry: Bool
    /// How long the peer asks to wait before trying again; nil when it did not say.
    public var retryAfter: Duration?
    /// Made on this side, without an answer from the peer.
    public var isLocal: Bool
    /// How often a client made the call before it gave up; 1 is once.
    public var attempts: Int
    /// How long the caller waited, all attempts and the waits between them included; nil when nobody measured.
    public var elapsed: Duration?
    /// How much of the last attempt the server says it spent; the rest is the network and waiting here. Nil when the
    /// server did not answer.
    public var serverElapsed: Duration?

    /// An error to answer with (server), or to throw (client).
    public init(
        _ code: StatusCode, _ text: String, details: ErrorDetails? = nil, notExecuted: Bool = false,
        noRetry: Bool = false, retryAfter: Duration? = nil, isLocal: Bool = false
    ) {
        self.code = code
        self.text = text
        self.details = details
        self.notExecuted = notExecuted
        self.noRetry = noRetry
        self.retryAfter = retryAfter
        self.isLocal = isLocal
        attempts = 1
    }

    /// The stable upper-case reason of the details, or an empty string.
    public var reason: String { details?.reason ?? "" }
}

extension RPCError: CustomStringConvertible {
    /// `CODE (REASON): text`.
    public var description: String {
        reason.isEmpty ? "\(code): \(text)" : "\(code) (\(reason)): \(text)"
    }
}
