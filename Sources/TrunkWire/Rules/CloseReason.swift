/// Why a connection ends: logged once, counted by case.
package enum CloseReason: Hashable, Sendable {
    /// The first bytes are not the magic (TRK-103); nothing is written. Says what they look like.
    case notTrunk(ForeignProtocol)
    /// No common major version (TRK-104, TRK-105); `highest` is the highest the server knows.
    case noCommonVersion(highest: UInt8)
    /// The peer broke a rule; GOAWAY has been written.
    case violation(ConnectionViolation)
    /// The preface did not come in time (TRK-121); nothing is written.
    case prefaceTimeout
    /// A PING was not answered in time (TRK-703).
    case keepAliveTimeout
    /// Everything asked for is done: drain has finished, or the peer left and its calls have ended.
    case drained
    /// The peer sent GOAWAY with a reason other than SHUTDOWN.
    case peerClosed(GoAwayReason)
    /// The peer shut down its side of the transport and no call is open.
    case inputEnded
    /// The owner asked for it by `close`; GOAWAY has been written where it is allowed.
    case requested(GoAwayReason)
}
