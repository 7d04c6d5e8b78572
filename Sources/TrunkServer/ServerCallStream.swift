internal import NIOCore
internal import Trunk
internal import TrunkMessages
internal import TrunkWire

/// The messages of one streaming call between its connection and its handler (PROTOCOL §5, §6).
///
/// What has come and has not been taken waits here: never more than the credit its client was given. A handler that asks
/// for a message gives back the credit of the one before; one that writes waits while the client gives no credit or does
/// not read.
///
/// `@unchecked Sendable`: everything mutable is touched on the connection's loop alone; whoever comes from elsewhere
/// hops. A handler's task prefers the loop's executor, and so does not.
final class ServerCallStream: ServerStream, @unchecked Sendable {
    let connection: ServerChannelHandler
    let id: CallID
    let carriesSecret: Bool
    /// The client sends one message, which is here before the handler begins.
    let hasOneRequest: Bool
    /// When the call ends at the latest.
    let deadline: NIODeadline
    /// Longest silence; nil when there is no limit.
    let idleTime: TimeAmount?
    /// When a message came or went last.
    var activeAt: NIODeadline
    /// Messages that came, in order, and were not taken.
    var received = CircularBuffer<WireMessage>()
    /// No message comes any more, because the client has sent its last one.
    var hasInputEnded = false
    /// The handler reads no more: what still comes is dropped.
    var isReadingOver = false
    /// The message the handler has, until it asks for the next.
    var taken: WireMessage?
    /// What the pools hold for that message, bytes.
    var heldBytes = 0
    /// The handler, waiting for a message.
    var reader: CheckedContinuation<Result<WireMessage?, RPCError>, Never>?
    /// Messages that wait to be sent, in order.
    var writes = CircularBuffer<PendingWrite>()
    /// The connection will say when its socket takes more.
    var isStalled = false
    /// How the call ended, for whoever still reads or writes: nil while it runs.
    var failure: RPCError?

    /// The stream of a call that starts now.
    init(connection: ServerChannelHandler, id: CallID, entry: Router.Entry, context: CallContext, now: NIODeadline) {
        self.connection = connection
        self.id = id
        carriesSecret = entry.route.method.carriesSecret
        hasOneRequest = entry.route.method.shape == .serverStreaming
        deadline = context.deadline
        idleTime = entry.terms.idleTimeout.map { .nanoseconds($0.nanosecondsClamped) }
        activeAt = now
    }

    /// When the wheel is to look at the call next.
    var nextLook: NIODeadline {
        idleTime.map { min(deadline, activeAt + $0) } ?? deadline
    }

    /// A message has come, or the request of a server streaming call. On the loop.
    func receive(_ message: WireMessage) {
        activeAt = connection.loop.now
        guard failure == nil, !isReadingOver else {
            if carriesSecret { message.bytes.wipeReadableBytes() }
            return
        }
        guard let reader else {
            received.append(message)
            return
        }
        self.reader = nil
        taken = message
        reader.resume(returning: .success(message))
    }

    /// The client has sent its last message. On the loop.
    func inputEnded() {
        hasInputEnded = true
        guard let reader else { return }
        self.reader = nil
        reader.resume(returning: .success(nil))
    }

    /// The call is over for its handler, which finds out when it reads or writes. On the loop.
    func fail(_ error: RPCError) {
        guard failure == nil else { return }
        failure = error
        dropReceived()
        if let reader {
            self.reader = nil
            reader.resume(returning: .failure(error))
        }
        while let write = writes.popFirst() { write.finish(.failure(error)) }
    }

    /// The handler has returned. On the loop.
    func close() {
        fail(.callEnded)
        // Its credit ends with the call.
        taken = nil
        giveBackTaken()
    }

    func end(_ error: RPCError?) {
        onLoop { $0.connection.streamEnded($0.id, error) }
    }

    /// Does something on the loop: at once when this is it.
    func onLoop(_ body: @escaping @Sendable (ServerCallStream) -> Void) {
        let eventLoop = connection.loop.eventLoop
        if eventLoop.inEventLoop {
            body(self)
        } else {
            eventLoop.execute { body(self) }
        }
    }

    func dropReceived() {
        if carriesSecret { for message in received { message.bytes.wipeReadableBytes() } }
        received.removeAll()
    }
}
