internal import NIOCore
internal import TelephonyCore
internal import TelephonyMessages
internal import Trunk

/// What the methods that take a PIN have in common before the core: who tries what from where, and the throttle.
struct Door {
    let origin: CommandOrigin
    let number: NumberAddress
    let attempt: Attempt
    /// How long the source must wait; nil when it may try. A throttled try spends none of the number's attempts.
    let wait: Duration?
    private let source: AttemptSource
    private let backend: ServiceBackend

    init(
        _ from: Origin?, surface: TelephonyCore.Surface?, _ number: NumberRef?, _ requestID: [UInt8],
        _ context: CallContext, _ backend: ServiceBackend
    ) throws(RPCError) {
        origin = try backend.origin(context, requestID: requestID)
        attempt = Attempt(
            surface: surface, address: try RequestFields.origin(from?.address ?? "", field: "origin.address"),
            device: try RequestFields.origin(from?.deviceID ?? "", field: "origin.device_id"))
        self.number = try NumberAddress(number)
        source = AttemptSource(actor: origin.actor, attempt: attempt)
        wait = backend.throttle.wait(source, now: Self.uptime())
        self.backend = backend
    }

    /// Notes that the try failed, for the throttle.
    func failed() { backend.throttle.failed(source, at: number, now: Self.uptime()) }

    /// The throttle's clock: it lives with the process, so the wall clock's jumps are none of its business (T-16).
    private static func uptime() -> WallTime {
        WallTime(microseconds: Int64(clamping: NIODeadline.now().uptimeNanoseconds / 1_000))
    }

    /// A PIN as typed, whatever it is made of: rules and comparison are the core's.
    static func pin(_ secret: Secret?, field: String) throws(RPCError) -> SecretPIN {
        guard let secret else { throw RequestFields.invalid(field, "missing") }
        return secret.withUnsafeBytes { SecretPIN(PIN(characters: $0)) }
    }

    /// A change token.
    static func token(_ secret: Secret) throws(RPCError) -> SecretBytes {
        guard let token = secret.withUnsafeBytes({ SecretBytes(copying: $0) }) else {
            throw RequestFields.invalid("change_token", "too long")
        }
        return token
    }
}
