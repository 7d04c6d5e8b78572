import NIOCore
import Synchronization

@testable import Trunk

/// A fixed row of messages.
final class QueuedInbound: InboundMessages {
    private let messages: Mutex<[String]>

    init(_ messages: [String]) {
        self.messages = Mutex(messages.reversed())
    }

    func next() async throws(RPCError) -> ByteBuffer? {
        messages.withLock { $0.popLast() }.map { ByteBuffer(string: $0) }
    }

    func cancel() {}
}
