package import TrunkWire

/// How a client behaves, each limit with its default from PROTOCOL §8.
public struct ClientConfiguration: Sendable {
    /// Bearer token for the whole connection, ≤ 2 KiB; nil connects without an identity.
    public var token: [UInt8]?
    /// Time for calls that do not say; also sent to the server, which may hold a call to less.
    public var defaultTimeout = Duration.seconds(10)
    /// Time to reach the server and to be greeted by it.
    public var connectTimeout = Duration.seconds(3)
    /// Calls that wait for the connection, or for one of the server's slots; one more fails at once.
    public var waitingCallsMax = 65_536
    /// The software name and version that HELLO tells, ≤ 64 bytes.
    public var software = "trunk-swift"
    /// What the connection may cost this side.
    package var limits = WireLimits()
    /// The first call's id, odd; a test sets it near the end of the ids.
    package var firstStream: UInt32 = 1

    /// Defaults, with this token.
    public init(token: [UInt8]? = nil) {
        self.token = token
    }
}
