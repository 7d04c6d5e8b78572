internal import NIOCore
internal import Synchronization
internal import Trunk
internal import TrunkWire

/// One call from the moment its caller waits until it is answered.
///
/// `@unchecked Sendable`: the constants and the continuation are set before the call is handed to the loop, the other
/// variables are touched on the loop alone, and `isCancelled` is atomic, because the caller's task may be cancelled
/// before the loop has seen the call.
final class ClientCall: @unchecked Sendable {
    typealias Outcome = Result<ByteBuffer, RPCError>
    typealias Key = SlotTable<ClientCall>.Key

    /// Where the call stands.
    enum Stage {
        /// Not written yet.
        case waiting
        /// Written to this connection, answer outstanding.
        case sent(CallID, ClientChannelHandler)
        /// The caller has its outcome.
        case done
    }

    let path: String
    let request: ByteBuffer
    let carriesSecret: Bool
    let options: CallOptions
    let timeout: Duration
    let isCancelled = Atomic(false)
    var continuation: CheckedContinuation<Outcome, Never>?
    var stage = Stage.waiting
    var deadline = NIODeadline.distantFuture
    var key = Key(rawValue: 0)
    var timer: TimerWheel.ID?
    /// The loop has seen the call; before that a cancellation is left to `isCancelled`.
    var isAdmitted = false
    /// How often a connection said that it had not executed the call.
    var retries: UInt8 = 0

    init(path: String, request: ByteBuffer, carriesSecret: Bool, options: CallOptions, timeout: Duration) {
        self.path = path
        self.request = request
        self.carriesSecret = carriesSecret
        self.options = options
        self.timeout = timeout
    }

    var isDone: Bool {
        if case .done = stage { return true }
        return false
    }
}
