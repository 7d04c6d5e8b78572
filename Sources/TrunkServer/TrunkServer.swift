package import Logging
package import NIOCore
internal import NIOPosix
internal import Synchronization
package import Trunk

/// Serves a router over TCP or a Unix-domain socket: `start`, serve, `drain`; once each.
package final class TrunkServer: Sendable {
    private struct State {
        var listener: (any Channel)?
        var isStarted = false
        var isDraining = false
        var isClosed = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    /// Puts handlers in front of Trunk's own on a fresh connection; TLS comes in here.
    package typealias Transport = @Sendable (any Channel) throws -> Void

    private let shared: ServerShared
    private let group: MultiThreadedEventLoopGroup
    private let loops: [ServerLoop]
    private let transport: Transport?
    private let state = Mutex(State())

    /// A server that does not listen yet; its threads start here and end with `drain`.
    ///
    /// - Parameters:
    ///   - observer: told of every call that ended; nil costs nothing.
    ///   - transport: makes a connection secure; without it only loopback addresses and Unix sockets are served, unless
    ///     the configuration allows more (PROTOCOL §1).
    package init(
        router: Router, authenticator: any Authenticator, configuration: ServerConfiguration = ServerConfiguration(),
        logger: Logger, observer: (any CallObserver)? = nil, transport: Transport? = nil
    ) {
        let shared = ServerShared(
            router: router, authenticator: authenticator, configuration: configuration, observer: observer,
            logger: logger)
        self.shared = shared
        self.transport = transport
        group = MultiThreadedEventLoopGroup(numberOfThreads: max(1, configuration.loopsCount))
        loops = group.makeIterator().map { ServerLoop(eventLoop: $0, shared: shared) }
    }

    /// Begins to accept connections.
    ///
    /// - Returns: The address, with the port that was taken when 0 was asked for.
    /// - Throws: `ServerError` when the address may not be served or the server was started before, and the system's
    ///   error when it cannot be bound.
    package func start(_ address: BindAddress) async throws -> BindAddress {
        let isWelcome = state.withLock { state in
            defer { state.isStarted = true }
            return !state.isStarted && !state.isDraining
        }
        guard isWelcome else { throw ServerError.alreadyStarted }
        let listener: any Channel
        do {
            listener = try await bind(address)
        } catch {
            state.withLock { $0.isStarted = false }
            throw error
        }
        let isTooLate = state.withLock { state in
            state.listener = listener
            return state.isDraining
        }
        if isTooLate {
            try? await listener.close()
            throw ServerError.alreadyStarted
        }
        guard case .tcp(let host, _) = address, let port = listener.localAddress?.port else { return address }
        return .tcp(host: host, port: port)
    }

    /// Starts, and returns when `drain` has been called elsewhere and has finished.
    package func serve(_ address: BindAddress) async throws {
        _ = try await start(address)
        await waitUntilClosed()
    }

    /// Returns when the server has been drained.
    package func waitUntilClosed() async {
        await withCheckedContinuation { continuation in
            let isClosed = state.withLock { state in
                if !state.isClosed { state.waiting.append(continuation) }
                return state.isClosed
            }
            if isClosed { continuation.resume() }
        }
    }

    /// Stops accepting, lets running calls finish within `grace`, closes every connection and ends the threads
    /// (PROTOCOL §7). Returns when all of that is done; what does not end by itself is cut off a few seconds after
    /// the grace. Calling it again waits for the first.
    package func drain(grace: Duration) async {
        let (isFirst, listener) = state.withLock { state in
            defer { state.isDraining = true }
            return (!state.isDraining, state.listener)
        }
        guard isFirst else { return await waitUntilClosed() }
        try? await listener?.close()
        let limits = shared.configuration.limits
        let graceNanoseconds = TimeAmount.nanoseconds(grace.nanosecondsClamped)
        let cutOff =
            NIODeadline.now() + graceNanoseconds
            + .milliseconds(Int64(clamping: limits.drainProbeMillisMax))
            + .milliseconds(Int64(clamping: limits.lingerMillisMax)) + .seconds(1)
        let graceMillis = UInt32(clamping: grace.nanosecondsClamped / 1_000_000)
        let spreadMillis = UInt32(clamping: shared.configuration.reconnectSpread.nanosecondsClamped / 1_000_000)
        // Every loop says goodbye now; waiting for one must not keep the clients of the next in the dark.
        let drains = loops.map {
            $0.drain(graceMillis: graceMillis, spreadMillis: spreadMillis, cutOff: cutOff)
        }
        for drain in drains { try? await drain.get() }
        await end()
    }

    private func end() async {
        try? await group.shutdownGracefully()
        let waiting = state.withLock { state in
            state.isClosed = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Closes everything now, a drain that goes on included: what runs is cancelled, and nobody is told. Returns when the
    /// connections are closed and the threads have ended.
    package func abort() async {
        let (isFirst, listener) = state.withLock { state in
            defer { state.isDraining = true }
            return (!state.isDraining, state.listener)
        }
        for loop in loops { loop.abort() }
        guard isFirst else { return await waitUntilClosed() }
        try? await listener?.close()
        let drains = loops.map { $0.drain(graceMillis: 0, spreadMillis: 0, cutOff: .now()) }
        for loop in loops { loop.abort() }
        for drain in drains { try? await drain.get() }
        await end()
    }

    /// What the server has done so far; every loop is asked for its own counters.
    package func statistics() async -> ServerStatistics {
        var counters: [ServerCounters] = []
        for loop in loops {
            if let some = try? await loop.eventLoop.submit({ loop.counters }).get() { counters.append(some) }
        }
        return ServerStatistics(summing: counters)
    }

    private func bind(_ address: BindAddress) async throws -> any Channel {
        switch address {
        case .tcp(let host, let port):
            let resolved = try SocketAddress.makeAddressResolvingHost(host, port: port)
            guard transport != nil || resolved.isLoopback || shared.configuration.servesPlaintextEverywhere else {
                throw ServerError.plaintextBeyondLoopback
            }
            return try await bootstrap().bind(to: resolved).get()
        case .unix(let path):
            return try await bootstrap().bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true).get()
        }
    }

    /// The configured limit of connections, or less when the process may not have as many files open.
    private func connectionsMax() -> Int {
        let configured = shared.configuration.connectionsMax
        let descriptorsMax = DescriptorLimit.current
        let allowed = DescriptorLimit.connectionsMax(configured: configured, descriptorsMax: descriptorsMax)
        if allowed < configured {
            shared.logger.notice(
                "fewer connections than configured: the limit of open files is low",
                metadata: [
                    "connections": "\(allowed)", "configured": "\(configured)", "open files": "\(descriptorsMax)",
                ])
        }
        return allowed
    }

    private func bootstrap() -> ServerBootstrap {
        let configuration = shared.configuration
        let connectionsMax = connectionsMax()
        let pause = TimeAmount.nanoseconds(configuration.acceptPause.nanosecondsClamped)
        let highWater = max(2, configuration.limits.unreadOutputBytesMax)
        let marks = ChannelOptions.Types.WriteBufferWaterMark(low: highWater / 2, high: highWater)
        return ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: configuration.backlogMax)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.maxMessagesPerRead, value: 1)
            .serverChannelInitializer { [loops, connectionsMax, logger = shared.logger] channel in
                channel.eventLoop.makeCompletedFuture {
                    let loop = loops.first { $0.eventLoop === channel.eventLoop }
                    let gate = AcceptGate(connectionsMax: connectionsMax, pause: pause, logger: logger) {
                        loop?.counters.acceptsFailed += 1
                    }
                    try channel.pipeline.syncOperations.addHandler(gate)
                }
            }
            // A connection that is idle keeps its read buffer: it begins small and grows with what comes.
            .childChannelOption(
                .recvAllocator, value: AdaptiveRecvByteBufferAllocator(minimum: 64, initial: 256, maximum: 65_536)
            )
            .childChannelOption(.writeBufferWaterMark, value: marks)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { [loops, transport] channel in
                channel.eventLoop.makeCompletedFuture {
                    guard let loop = loops.first(where: { $0.eventLoop === channel.eventLoop }) else {
                        throw ServerError.alreadyStarted
                    }
                    try transport?(channel)
                    try channel.pipeline.syncOperations.addHandler(ServerChannelHandler(loop: loop))
                }
            }
    }
}
