internal import NIOCore
internal import Trunk
internal import TrunkWire

/// A call that the connection has accepted and whose handler has not returned.
struct ServerCall {
    /// Where the call stands.
    enum Stage {
        /// The request is still arriving, or is being inflated.
        case receiving(PendingRequest)
        /// The handler runs; nil only while it is being started.
        case running(Task<Void, Never>?)
    }

    let id: CallID
    var stage: Stage
    /// Expires with the deadline, or when a stream may have been idle too long; nil for a handler that answered without
    /// suspending.
    var timer: TimerWheel.ID?
    /// The request of a method whose messages carry a secret: wiped when the handler has returned (ZL-9).
    let secret: ByteBuffer?
    /// What the request keeps reserved of the pools while the handler may read it, bytes; 0 for a short one.
    var heldBytes = 0
    /// Messages beyond the one request; nil for a unary call.
    var stream: ServerCallStream?
    /// Nil when nobody observes calls.
    var observed: ObservedCall?
    /// The caller has been told the outcome; the handler's own is dropped.
    var isTerminated = false

    /// Asks the handler to stop; it answers when it pleases.
    func cancelHandler() {
        if case .running(let task) = stage { task?.cancel() }
    }
}
