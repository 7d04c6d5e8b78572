public import TrunkMessages

/// Sends the messages of a call. One producer: a second task waits for its own turn by itself.
public struct MessageWriter<Element: Message>: Sendable {
    private enum Target: Sendable {
        case call(any OutboundMessages)
        case closures(write: @Sendable (Element) async throws(RPCError) -> Void, finish: @Sendable () -> Void)
    }

    private let target: Target

    /// A writer that ends elsewhere: what stands in for a server in tests.
    public init(
        write: @escaping @Sendable (Element) async throws(RPCError) -> Void,
        finish: @escaping @Sendable () -> Void = {}
    ) {
        target = .closures(write: write, finish: finish)
    }

    /// What goes out with a call.
    package init(_ outbound: any OutboundMessages) {
        target = .call(outbound)
    }

    /// Sends a message; returns when the connection has taken it, so that a peer that reads slowly slows this down.
    ///
    /// - Throws: How the call ended, when it has; CANCELLED with reason `CALL_ENDED` when it ended well; `.cancelled`
    ///   when the task was cancelled; an encoding error, and then nothing was sent and the call goes on.
    public func write(_ message: Element) async throws(RPCError) {
        switch target {
        case .call(let outbound): try await outbound.write(message)
        case .closures(let write, _): try await write(message)
        }
    }

    /// Says that no more messages will come.
    package func finish() {
        switch target {
        case .call(let outbound): outbound.finish()
        case .closures(_, let finish): finish()
        }
    }
}
