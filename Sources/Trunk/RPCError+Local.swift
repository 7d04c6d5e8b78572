package import TrunkMessages

/// The failures a caller's own side gives, without an answer from the peer.
extension RPCError {
    /// The calling task was cancelled; the call may have had its effect.
    package static var cancelled: RPCError {
        RPCError(
            .cancelled, "the calling task was cancelled", details: ErrorDetails(reason: "CANCELLED", domain: "trunk"),
            isLocal: true)
    }

    /// The call was cancelled while it waited for its turn: its handler never began.
    static var cancelledBeforeStart: RPCError {
        RPCError(
            .cancelled, "the call was cancelled before it began",
            details: ErrorDetails(reason: "CANCELLED", domain: "trunk"), notExecuted: true)
    }

    /// The call's time ran out before an answer came.
    package static func deadlineExceeded(notExecuted: Bool, isLocal: Bool) -> RPCError {
        RPCError(
            .deadlineExceeded, "the call's time ran out; allow more time, or look for what delays the service",
            details: ErrorDetails(reason: "DEADLINE_EXCEEDED", domain: "trunk"), notExecuted: notExecuted,
            isLocal: isLocal)
    }

    /// A limit that this side checks before it sends anything.
    package static func overLimit(_ name: String, _ value: UInt64, _ text: String) -> RPCError {
        RPCError(
            .resourceExhausted, text,
            details: ErrorDetails(
                reason: "LIMIT_EXCEEDED", domain: "trunk", limit: Limit(name: name, value: value)),
            notExecuted: true, isLocal: true)
    }

    /// A message of our own that cannot be encoded; names the field, never its value.
    package init(encoding error: EncodeError) {
        self.init(
            .invalidArgument, error.description, details: ErrorDetails(reason: "MESSAGE_UNENCODABLE", domain: "trunk"),
            notExecuted: true, isLocal: true)
    }

    /// An answer that this side's guard refused.
    package init(decodingReply error: DecodeError) {
        self.init(
            .internalError, "the peer's answer is malformed: \(error.description)",
            details: ErrorDetails(reason: "REPLY_MALFORMED", domain: "trunk"), isLocal: true)
    }

    /// A server-side defect that must not show its inside to the peer.
    package static var responseUnencodable: RPCError {
        RPCError(
            .internalError, "the answer could not be encoded",
            details: ErrorDetails(reason: "RESPONSE_UNENCODABLE", domain: "trunk"))
    }
}
