internal import NIOCore
internal import Synchronization
internal import Trunk
internal import TrunkMessages
internal import TrunkWire

/// One call from the moment its caller waits until it is answered, all its attempts together.
///
/// ```
///              +--------------- not executed, connection leaves -----------------+
///              v                                                                 |
///  start --> waiting -- written to a connection --> sent -- reply, failure --> done
///              ^  |                                   |                          ^
///              |  +------- deadline, cancelled -------|--------------------------+
///              +---- delay over --- delayed <---------+ failure that may be tried again
/// ```
///
/// `@unchecked Sendable`: the constants and the continuation are set before the call is handed to the loop, the other
/// variables are touched on the loop alone, and `isCancelled` is atomic, because the caller's task may be cancelled
/// before the loop has seen the call.
final class ClientCall: @unchecked Sendable {
    typealias Outcome = Result<WireMessage, RPCError>
    typealias Key = SlotTable<ClientCall>.Key

    /// Where the call stands.
    enum Stage {
        /// Not written yet, or to be written again.
        case waiting
        /// Written to this connection, answer outstanding.
        case sent(CallID, ClientChannelHandler)
        /// Failed, and to be written again when this timer is over.
        case delayed(TimerWheel.ID)
        /// The caller has its outcome.
        case done
    }

    let method: MethodDescriptor
    /// The encoded request, the same for every attempt (so with the same `request_id`); nil when streams begin without.
    let request: OutgoingMessage?
    let options: CallOptions
    let timeout: Duration
    let isCancelled = Atomic(false)
    /// Where a unary call's outcome goes.
    var continuation: CheckedContinuation<Outcome, Never>?
    /// Where everything goes that comes for a stream.
    var stream: ClientCallStream?
    var stage = Stage.waiting
    var admittedAt = NIODeadline.distantPast
    var deadline = NIODeadline.distantFuture
    var key = Key(rawValue: 0)
    var timer: TimerWheel.ID?
    /// The loop has seen the call; before that a cancellation is left to `isCancelled`.
    var isAdmitted = false
    /// How often the call was written to a connection.
    var attempts = 0
    /// How many of these were waited for, and cost the retry budget.
    var retries = 0
    /// An attempt may have been executed: whatever comes later, the call has perhaps had its effect.
    var mayHaveExecuted = false
    /// A message of a stream has gone one way or the other: the call cannot be made again.
    var hasMoved = false
    /// The numbers of the connections that were given the call again after a NOT_EXECUTED (TRK-604).
    var resentOn: [UInt64] = []
    /// The NOT_EXECUTED for which the call is to be sent again, once on each connection.
    var refusal: RPCError?

    init(
        method: MethodDescriptor, request: OutgoingMessage?, options: CallOptions, timeout: Duration
    ) {
        self.method = method
        self.request = request
        self.options = options
        self.timeout = timeout
    }

    var isDone: Bool {
        if case .done = stage { return true }
        return false
    }

    /// Whether nothing of the call is on its way now.
    var isHere: Bool {
        if case .sent = stage { return false }
        return true
    }

    /// Whether the call may be written to that connection: after NOT_EXECUTED once on each (TRK-604).
    func mayGo(on connection: ClientChannelHandler) -> Bool {
        refusal == nil || !resentOn.contains(connection.number)
    }
}
