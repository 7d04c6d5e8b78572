public import Trunk
package import TrunkWire

/// How a client behaves, each limit with its default from PROTOCOL §11.
public struct ClientConfiguration: Sendable {
    /// Bearer token for the whole connection, ≤ 2 KiB; nil connects without an identity.
    public var token: [UInt8]?
    /// Time for unary calls that do not say; also sent to the server, which may hold a call to less. A stream that does
    /// not say has what the server allows.
    public var defaultTimeout = Duration.seconds(10)
    /// Time to reach the server. To be greeted by it may take as long as the protocol allows (TRK-121).
    public var connectTimeout = Duration.seconds(3)
    /// Calls that wait for the connection, or for one of the server's slots; one more fails at once.
    public var waitingCallsMax = 65_536
    /// Connections to all endpoints together that take calls. Another than the first is opened when calls wait because
    /// the server's slots are taken.
    public var connectionsMax = 4
    /// Time without a call after which a connection closes that is not the only one.
    public var idleConnectionTimeout = Duration.seconds(30)
    /// When calls that do not say are made again after a failure.
    public var retry = RetryPolicy.standard
    /// Whether messages of calls that do not say are compressed where that saves enough, and whether the server may
    /// compress its own. Messages with a secret never are.
    public var compression = false
    /// Time that calls have after `close`, whatever their deadline; then they are cancelled.
    public var closeGrace = Duration.seconds(30)
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

    /// The limits a connection keeps, as these settings have them.
    var connectionLimits: WireLimits {
        var limits = limits
        if compression { limits.acceptsDeflate = true }
        return limits
    }
}
