/// What one call asks for beyond its request.
public struct CallOptions: Sendable {
    /// Time for the whole call; nil takes the caller's default.
    public var timeout: Duration?
    /// A bearer token for this call alone, ≤ 4 KiB; nil uses the connection's identity.
    public var token: [UInt8]?
    /// A label that the server's log line carries, ≤ 128 bytes.
    public var callID: String?

    /// Options with everything left to the caller's defaults.
    public init(timeout: Duration? = nil, token: [UInt8]? = nil, callID: String? = nil) {
        self.timeout = timeout
        self.token = token
        self.callID = callID
    }

    /// Everything left to the caller's defaults.
    public static let defaults = CallOptions()
}
