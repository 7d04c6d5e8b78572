internal import NIOCore
internal import Trunk
internal import TrunkMessages
internal import TrunkWire

/// Failures of the connection, as a caller sees them.
extension RPCError {
    /// `close` was called.
    static var clientClosed: RPCError {
        RPCError(
            .unavailable, "this client was closed", details: ErrorDetails(reason: "CLIENT_CLOSED", domain: "trunk"),
            notExecuted: true, isLocal: true)
    }

    /// No connection could be made.
    static func unreachable(_ endpoint: Endpoint, _ error: any Error) -> RPCError {
        let cause = (error as? IOError)?.description ?? String(describing: error)
        return RPCError(
            .unavailable, "\(endpoint) cannot be reached: \(cause)",
            details: ErrorDetails(reason: "UNREACHABLE", domain: "trunk"), notExecuted: true, isLocal: true)
    }

    /// The connection ended before the server's HELLO, or GOAWAY came in its place.
    static func notGreeted(_ endpoint: Endpoint, _ goAway: GoAway?) -> RPCError {
        let cause = goAway.map { "it answered \($0.reason)" } ?? "it did not answer in Trunk/1"
        return RPCError(
            .unavailable, "\(endpoint) takes no calls: \(cause)",
            details: ErrorDetails(reason: "UNREACHABLE", domain: "trunk"), notExecuted: true, isLocal: true)
    }

    /// A client that was given nobody to call.
    static var noEndpoint: RPCError {
        RPCError(
            .unavailable, "this client knows no server; give it an endpoint",
            details: ErrorDetails(reason: "UNREACHABLE", domain: "trunk"), notExecuted: true, isLocal: true)
    }

    /// The client was closed, and the call did not end within the grace.
    static var cutByClose: RPCError {
        RPCError(
            .unavailable, "this client was closed before the call had ended",
            details: ErrorDetails(reason: "CLIENT_CLOSED", domain: "trunk"), isLocal: true)
    }

    /// A named pair that the protocol has no room for.
    static var metadataName: RPCError {
        RPCError(
            .invalidArgument, "the name of a metadata pair is 1 to 255 characters of a-z, 0-9, '_', '.' and '-'",
            details: ErrorDetails(reason: "METADATA_NAME", domain: "trunk"), notExecuted: true, isLocal: true)
    }

    /// A compressed message that is not what it says (TRK-902).
    init(inflating error: RawDeflateError) {
        self.init(
            .internalError, "TRK-902 the peer's message cannot be inflated: \(error)",
            details: ErrorDetails(reason: "REPLY_MALFORMED", domain: "trunk"), isLocal: true)
    }

    /// The connection broke while the call was out; it may have had its effect.
    static var connectionLost: RPCError {
        RPCError(
            .unavailable, "the connection was lost before the answer came",
            details: ErrorDetails(reason: "CONNECTION_LOST", domain: "trunk"), isLocal: true)
    }

    /// What the peer answered instead of a message.
    init(_ reply: Reply) {
        self.init(
            EncodedStatus(
                code: StatusCode(rawValue: reply.status.rawValue), text: reply.text, details: reply.details,
                retryAfterMicroseconds: reply.metadata.retryAfterMicros,
                notExecuted: reply.flags.contains(.notExecuted), noRetry: reply.flags.contains(.noRetry),
                truncated: reply.flags.contains(.truncated)))
        serverElapsed = .microseconds(Int64(reply.header.elapsedMicros))
        guard details == nil, let limit = reply.metadata.hitLimit else { return }
        details = ErrorDetails(
            reason: "LIMIT_EXCEEDED", domain: "trunk", limit: Limit(name: limit.name, value: limit.value))
    }

    /// What this side's state machine found wrong with a call.
    init(_ failure: CallFailure) {
        self.init(
            StatusCode(rawValue: failure.status.rawValue), failure.text,
            details: failure.limit.map { limit in
                ErrorDetails(
                    reason: "LIMIT_EXCEEDED", domain: "trunk", limit: Limit(name: limit.name, value: limit.value))
            }, notExecuted: failure.notExecuted, isLocal: true)
    }

    /// A limit the server announced, checked before anything was sent.
    static func overLimit(_ limit: HitLimit) -> RPCError {
        .overLimit(limit.name, limit.value, "the call is larger than the server takes (\(limit.name))")
    }
}
