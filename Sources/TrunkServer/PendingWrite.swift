internal import Trunk

/// A message of a stream that waits for credit, for the socket, or for those before it. Touched on its loop alone.
final class PendingWrite {
    /// Sends it if that is possible now.
    let attempt: () -> ServerCallStream.WriteOutcome
    private let continuation: CheckedContinuation<ServerCallStream.WriteResult, Never>

    init(
        _ continuation: CheckedContinuation<ServerCallStream.WriteResult, Never>,
        attempt: @escaping () -> ServerCallStream.WriteOutcome
    ) {
        self.continuation = continuation
        self.attempt = attempt
    }

    /// Lets the writer go on. Exactly once.
    func finish(_ result: ServerCallStream.WriteResult) {
        continuation.resume(returning: result)
    }
}
