internal import NIOCore
internal import Trunk
internal import TrunkMessages
internal import TrunkWire

/// The outcome of one call of one connection, on its way to the connection's buffer. Three words, so that it travels
/// in an existential without an allocation.
///
/// `@unchecked Sendable`: the connection is reached on its loop alone. A handler's task prefers the loop's executor, so
/// the outcome normally comes there; from any other thread it hops.
struct CallResponder: Responder, @unchecked Sendable {
    let connection: ServerChannelHandler
    let id: CallID

    func finish(_ message: some Message) {
        if connection.loop.eventLoop.inEventLoop {
            connection.finish(id, message)
        } else {
            connection.loop.eventLoop.execute { connection.finish(id, message) }
        }
    }

    func fail(_ error: RPCError) {
        if connection.loop.eventLoop.inEventLoop {
            connection.fail(id, error)
        } else {
            connection.loop.eventLoop.execute { connection.fail(id, error) }
        }
    }
}
