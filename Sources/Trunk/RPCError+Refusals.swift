package import TrunkMessages

/// The refusals that the call layer itself gives, each with its stable reason.
extension RPCError {
    /// No credential, or a bad one.
    package static var unauthenticated: RPCError {
        RPCError(
            .unauthenticated, "a valid bearer token is needed",
            details: ErrorDetails(reason: "UNAUTHENTICATED", domain: "trunk"), notExecuted: true)
    }

    /// No such method here, or none that is served (TRK-324). The path is the peer's own text: it is not repeated.
    package static func unimplemented(path: String) -> RPCError {
        RPCError(
            .unimplemented, "this server has no such method; trunk.v1.IntrospectionService lists what it has",
            details: ErrorDetails(reason: "METHOD_UNKNOWN", domain: "trunk"), notExecuted: true, noRetry: true)
    }

    /// A request that the guard refused: names message, field path, offset and rule (PC-2), never the bytes.
    ///
    /// INVALID_ARGUMENT (TRK-901), or RESOURCE_EXHAUSTED for what is well-formed and too big (TRK-804). The handler has
    /// not been started, and the same bytes would be refused again.
    package init(decoding error: DecodeError) {
        switch error.rule {
        case .messageLength:
            self.init(
                tooBig: error, Limit(name: "message_decoded_bytes", value: UInt64(clamping: DecodeLimits.wireBytesMax)))
        case .heap:
            let heapBytes = DecodeLimits.standard.heapBytes
            self.init(tooBig: error, Limit(name: "message_unpacked_bytes", value: UInt64(clamping: heapBytes)))
        default:
            self.init(
                .invalidArgument, "TRK-901 \(error.description)",
                details: ErrorDetails(
                    reason: "MESSAGE_MALFORMED", domain: "trunk",
                    fieldViolations: [FieldViolation(field: error.path, description: error.description)]),
                notExecuted: true, noRetry: true)
        }
    }

    private init(tooBig error: DecodeError, _ limit: Limit) {
        self.init(
            .resourceExhausted, "TRK-804 \(error.description)",
            details: ErrorDetails(reason: "LIMIT_EXCEEDED", domain: "trunk", limit: limit), notExecuted: true,
            noRetry: true)
    }
}
