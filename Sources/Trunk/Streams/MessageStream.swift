public import TrunkMessages

/// The messages of a call, as they come. A single pass: one loop reads a stream, and a second one throws.
///
/// Leaving the loop before the end - `break`, an error, a cancelled task - or letting go of the stream unread cancels
/// the call. A peer is never ahead of the reader by more than its credit: what is not read is not sent.
public struct MessageStream<Element: Message>: AsyncSequence, Sendable {
    /// How a call fails.
    public typealias Failure = RPCError

    private let source: MessageSource<Element>

    /// A stream of other origin: what stands in for a server in tests. Errors that are no `RPCError` become UNKNOWN.
    public init<Messages: AsyncSequence & Sendable>(_ messages: Messages) where Messages.Element == Element {
        source = MessageSource(SequenceElements(messages))
    }

    /// What comes in from a call.
    package init(_ inbound: any InboundMessages, side: CallSide) {
        source = MessageSource(EncodedElements(inbound, side: side))
    }

    /// This stream, with `action` called once when it is over: with nil at its orderly end, with how it failed, or with
    /// `.cancelled` when its reader left. What reads this stream itself then throws, as a second loop does.
    public func onEnd(_ action: @escaping @Sendable (RPCError?) -> Void) -> MessageStream {
        guard let elements = source.take() else { return self }
        return MessageStream(ObservedElements(elements, action))
    }

    private init(_ elements: any StreamElements<Element>) {
        source = MessageSource(elements)
    }

    /// Nobody will read on, whoever still holds the stream. No effect when the call has ended.
    func cancel() { source.cancel() }

    /// The one iterator of this stream; that of a second loop throws FAILED_PRECONDITION.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(reader: source.makeReader())
    }

    /// Reads a stream; cancels the call when it goes before the end.
    public struct AsyncIterator: AsyncIteratorProtocol {
        let reader: StreamReader<Element>?

        /// The next message, or nil at the orderly end of the call.
        ///
        /// - Throws: How the call failed; `.cancelled` when the task was cancelled, which cancels the call too.
        public mutating func next() async throws(RPCError) -> Element? {
            try await next(isolation: nil)
        }

        /// As `next()`, on the caller's actor.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(RPCError) -> Element? {
            guard let reader else { throw .streamReadTwice }
            return try await reader.next(isolation: actor)
        }
    }
}
