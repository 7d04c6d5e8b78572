package import TrunkMessages

/// The refusals that the call layer itself gives, each with its stable reason.
extension RPCError {
    /// No credential, or a bad one.
    package static var unauthenticated: RPCError {
        RPCError(
            .unauthenticated, "a valid bearer token is needed",
            details: ErrorDetails(reason: "UNAUTHENTICATED", domain: "trunk"), notExecuted: true)
    }

    /// No such method here. The path is the peer's own text: it is not repeated.
    package static func unimplemented(path: String) -> RPCError {
        RPCError(
            .unimplemented, "this server has no such method; trunk.v1.IntrospectionService lists what it has",
            details: ErrorDetails(reason: "METHOD_UNKNOWN", domain: "trunk"), notExecuted: true)
    }

    /// A request that the guard refused: names message, field path, offset and rule (PC-2), never the bytes.
    package init(decoding error: DecodeError) {
        self.init(
            .invalidArgument, error.description,
            details: ErrorDetails(
                reason: "MESSAGE_MALFORMED", domain: "trunk",
                fieldViolations: [FieldViolation(field: error.path, description: error.description)]),
            notExecuted: true)
    }
}
