import TrunkMessages

/// The methods the tests call, served by `TestService` or answered by a script.
enum TestMethod {
    static let echo = method("Echo")
    static let find = method("Find", idempotency: .noSideEffects)
    static let change = method("Change", idempotency: .idempotent)
    static let hold = method("Hold")
    static let identify = method("Identify")
    static let collect = method("Collect", .clientStreaming)
    static let count = method("Count", .serverStreaming)
    static let flood = method("Flood", .serverStreaming)
    static let mirror = method("Mirror", .bidirectionalStreaming)
    static let deaf = method("Deaf", .bidirectionalStreaming)

    private static func method(
        _ name: String, _ shape: CallShape = .unary, idempotency: Idempotency = .unknown
    ) -> Method<Text, Text> {
        Method(
            MethodDescriptor(
                path: "test.Service/\(name)", shape: shape, idempotency: idempotency, carriesSecret: false))
    }
}
