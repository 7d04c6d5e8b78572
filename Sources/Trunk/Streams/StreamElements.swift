internal import TrunkMessages

/// Decoded messages for one consumer, whatever they come from.
protocol StreamElements<Element>: Sendable {
    associatedtype Element: Message

    /// The next message, or nil at the end.
    func next() async throws(RPCError) -> Element?

    /// The consumer has gone; a `next` that waits throws `.cancelled`.
    func cancel()
}

extension StreamElements {
    /// `next` for closures that cannot throw a typed error.
    func nextResult() async -> Result<Element?, RPCError> {
        do throws(RPCError) { return .success(try await next()) } catch { return .failure(error) }
    }
}
