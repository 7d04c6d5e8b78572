internal import NIOCore
internal import Trunk

/// One endpoint, as the set of connections knows it.
struct ConnectTarget {
    let endpoint: Endpoint
    let transport: TrunkClient.Transport?
    /// A connect is in flight; there is never a second one.
    var isConnecting = false
    /// How the last connect failed, or the last connection ended before it was greeted; nil when it did not.
    var failure: RPCError?
    /// No connect before this: the back-off after a failure, or the delay that a GOAWAY asked for.
    var notBefore = NIODeadline.distantPast
    var backOff = ReconnectBackOff()
    /// Connections that take calls.
    var openCount = 0

    init(endpoint: Endpoint, transport: TrunkClient.Transport?) {
        self.endpoint = endpoint
        self.transport = transport
    }

    /// Whether a connect may begin.
    func isReady(now: NIODeadline) -> Bool {
        !isConnecting && notBefore <= now
    }

    /// Waits longer before the next connect than before the last one.
    mutating func backOff(from now: NIODeadline, atLeast delay: TimeAmount = .zero) {
        var generator = SystemRandomNumberGenerator()
        notBefore = max(notBefore, now + max(delay, backOff.next(using: &generator)))
    }
}
