internal import Trunk

/// A message of a stream that waits for credit, for the socket, or for those before it. Touched on its loop alone.
final class PendingWrite {
    /// Sends it if that is possible now.
    let attempt: () -> ServerCallStream.WriteOutcome
    private let continuation: CheckedContinuation<Result<Void, RPCError>, Never>

    init(
        _ continuation: CheckedContinuation<Result<Void, RPCError>, Never>,
        attempt: @escaping () -> ServerCallStream.WriteOutcome
    ) {
        self.continuation = continuation
        self.attempt = attempt
    }

    /// Lets the writer go on. Exactly once.
    func finish(_ result: Result<Void, RPCError>) {
        continuation.resume(returning: result)
    }
}
