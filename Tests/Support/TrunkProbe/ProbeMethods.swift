internal import EchoMessages
internal import TrunkMessages

/// Methods that only this program serves, with messages of the echo service.
enum ProbeMethods {
    /// An effect; nothing in the schema allows a second one.
    static let add = method("Add", .unknown)
    /// An effect with a request id, which is `what`.
    static let addOnce = method("AddOnce", .idempotent)
    /// Runs for 100 ms whether it is cancelled or not.
    static let stubborn = method("Stubborn", .noSideEffects)

    private static func method(_ name: String, _ idempotency: Idempotency) -> Method<DoRequest, DoResponse> {
        Method(
            MethodDescriptor(
                path: "probe.v1.ProbeService/\(name)", shape: .unary, idempotency: idempotency, carriesSecret: false))
    }
}
