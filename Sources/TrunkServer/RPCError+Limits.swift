internal import Trunk
internal import TrunkMessages
internal import TrunkWire

/// What a connection refuses or ends calls for, beside what the state machine finds by itself.
extension RPCError {
    /// No room for another long request while the handlers of others run (TRK-403).
    static func receivePoolExhausted(_ limits: WireLimits) -> RPCError {
        .overLimit("receive_pool_bytes", UInt64(clamping: limits.receivePoolBytesMax), Rule.poolExhausted.text)
    }

    /// Too many long messages are unpacked in the process already (TRK-811).
    static func unpackPoolExhausted(bytesMax: Int) -> RPCError {
        .overLimit(
            "unpack_pool_bytes", UInt64(clamping: bytesMax),
            "TRK-811 too many long messages are being unpacked; try again")
    }

    /// A message of a stream that is longer than the client reads (TRK-325): it was not sent.
    static func messageTooLong(_ limit: HitLimit) -> RPCError {
        var error = RPCError.overLimit(limit.name, limit.value, Rule.messageTooLong.text)
        error.notExecuted = false
        error.noRetry = true
        return error
    }

    /// A compressed message that does not inflate to what it declared (TRK-902).
    static func deflateMalformed(notExecuted: Bool) -> RPCError {
        RPCError(
            .invalidArgument, Rule.deflateMalformed.text,
            details: ErrorDetails(reason: "MESSAGE_MALFORMED", domain: "trunk"), notExecuted: notExecuted,
            noRetry: true)
    }

    /// The peer broke a rule inside the call; it has been told.
    static func violation(_ rule: Rule) -> RPCError {
        RPCError(
            .invalidArgument, rule.text, details: ErrorDetails(reason: "MALFORMED", domain: "trunk"), noRetry: true)
    }

    /// The client has shut down its side of the connection, and a stream waits for credit.
    static var creditImpossible: RPCError {
        RPCError(
            .cancelled, "the client sends nothing more, and so no credit",
            details: ErrorDetails(reason: "CONNECTION_LOST", domain: "trunk"))
    }

    /// The connection went away under the call.
    static var connectionLost: RPCError {
        RPCError(
            .cancelled, "the connection of the call is gone",
            details: ErrorDetails(reason: "CONNECTION_LOST", domain: "trunk"), isLocal: true)
    }
}
