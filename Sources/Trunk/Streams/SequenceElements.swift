internal import TrunkMessages

/// The messages of any sequence.
///
/// `@unchecked Sendable`: the iterator is touched by the stream's one consumer alone.
final class SequenceElements<Messages: AsyncSequence>: StreamElements, @unchecked Sendable
where Messages.Element: Message {
    private var iterator: Messages.AsyncIterator?

    init(_ messages: Messages) {
        iterator = messages.makeAsyncIterator()
    }

    func next() async throws(RPCError) -> Messages.Element? {
        do {
            return try await iterator?.next()
        } catch {
            throw error as? RPCError ?? RPCError(.unknown, String(describing: error), isLocal: true)
        }
    }

    /// The iterator goes with the stream; whoever makes the messages sees that.
    func cancel() {}
}
