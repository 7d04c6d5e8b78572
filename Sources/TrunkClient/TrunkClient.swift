package import NIOCore
internal import NIOPosix

/// Calls a server that one or several endpoints reach, over connections that all calls share. The first call opens a
/// connection, and so does the first one after it was lost; further ones are opened when the server's slots run out,
/// and go when they are idle. Calls that the server certainly has not executed are made again by themselves, and those
/// that may be repeated also after other failures (`RetryPolicy`).
///
/// Nothing has to run for that; `run` is for programs whose parts are tasks. Call `close` when done, or use
/// `withTrunkClient`.
public final class TrunkClient: Sendable {
    /// Puts handlers in front of Trunk's own on a fresh connection; TLS comes in here.
    package typealias Transport = @Sendable (any Channel) throws -> Void

    let core: ClientCore

    /// A client of the server at `endpoint`; nothing is connected yet.
    public convenience init(_ endpoint: Endpoint, configuration: ClientConfiguration = ClientConfiguration()) {
        self.init([endpoint], configuration: configuration)
    }

    /// A client of a server with several endpoints, any of which will do; nothing is connected yet. Each client tries
    /// them in an order of its own, and the next one when one fails.
    public convenience init(_ endpoints: [Endpoint], configuration: ClientConfiguration = ClientConfiguration()) {
        self.init(endpoints, configuration: configuration, group: MultiThreadedEventLoopGroup.singleton)
    }

    /// A client on a loop of `group`, whose connections `transport` makes secure.
    package convenience init(
        _ endpoint: Endpoint, configuration: ClientConfiguration, group: any EventLoopGroup,
        transport: Transport? = nil
    ) {
        self.init([endpoint], configuration: configuration, group: group) { _ in transport }
    }

    /// A client on a loop of `group`; `transport` answers what makes the connections to an endpoint secure.
    package init(
        _ endpoints: [Endpoint], configuration: ClientConfiguration, group: any EventLoopGroup,
        transport: (Endpoint) -> Transport? = { _ in nil }
    ) {
        core = ClientCore(
            eventLoop: group.next(), servers: endpoints.map { ($0, transport($0)) }, configuration: configuration)
    }

    deinit {
        core.post(.abandon)
    }

    /// Returns when the client has been closed, in order: by `close`, or because the task that runs this is cancelled,
    /// which does what `close` does. Calls can be made before, and without it.
    ///
    /// As a `Service` of swift-service-lifecycle: `await cancelWhenGracefulShutdown { await client.run() }`.
    public func run() async {
        let promise = core.eventLoop.makePromise(of: Void.self)
        core.post(.watch(promise))
        await withTaskCancellationHandler {
            try? await promise.futureResult.get()
        } onCancel: {
            core.post(.close(nil))
        }
    }

    /// Opens no more calls, lets the running ones end within their deadlines and `closeGrace`, and closes the
    /// connections.
    public func close() async {
        let promise = core.eventLoop.makePromise(of: Void.self)
        core.post(.close(promise))
        try? await promise.futureResult.get()
    }
}
