internal import Trunk

/// A message of a stream that waits to be sent, and its producer.
struct StreamWrite: Sendable {
    typealias Outcome = Result<Void, RPCError>

    /// Tells the writes of one stream apart.
    let id: UInt64
    let message: OutgoingMessage
    let continuation: CheckedContinuation<Outcome, Never>
}
