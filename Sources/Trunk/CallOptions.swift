/// What one call asks for beyond its request.
public struct CallOptions: Sendable {
    /// Time for the whole call; nil takes the caller's default.
    public var timeout: Duration?
    /// A bearer token for this call alone, ≤ 4 KiB; nil uses the connection's identity.
    public var token: [UInt8]?
    /// A label that the server's log line carries, ≤ 128 bytes.
    public var callID: String?
    /// When the call is made again after a failure; nil leaves that to the client.
    public var retry: RetryPolicy?
    /// Whether messages are compressed where that saves enough; nil leaves that to the client. Messages with a secret
    /// never are.
    public var compression: Bool?
    /// Whether the call waits for a server that cannot be reached now, until its time is over, instead of failing.
    public var waitForReady: Bool
    /// Named values for the server, in this order.
    public var metadata: [MetadataPair]
    /// The caller's place in a distributed trace.
    public var traceContext: TraceContext?

    /// Options with everything left to the caller's defaults.
    public init(
        timeout: Duration? = nil, token: [UInt8]? = nil, callID: String? = nil, retry: RetryPolicy? = nil,
        compression: Bool? = nil, waitForReady: Bool = false, metadata: [MetadataPair] = [],
        traceContext: TraceContext? = nil
    ) {
        self.timeout = timeout
        self.token = token
        self.callID = callID
        self.retry = retry
        self.compression = compression
        self.waitForReady = waitForReady
        self.metadata = metadata
        self.traceContext = traceContext
    }

    /// Everything left to the caller's defaults.
    public static let defaults = CallOptions()
}
