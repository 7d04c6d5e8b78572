internal import NIOCore

/// How far a server's drain has come (TRK-705).
enum ServerDrain {
    /// Nobody asked for one.
    case none
    /// GOAWAY(FFFFFFFF) and a PING are on their way: calls that cross them are still taken.
    case announced(GoAway, at: NIODeadline)
    /// GOAWAY with the real last id has been sent; calls above it are not executed.
    case last(graceEnds: NIODeadline, StreamID)
    /// As above, and the grace is over; told once.
    case graceOver(StreamID)

    /// The last id that was named: calls above it are not executed (TRK-706).
    var last: StreamID? {
        switch self {
        case .none, .announced: nil
        case .last(_, let last), .graceOver(let last): last
        }
    }
}
