internal import NIOCore
internal import NIOPosix
internal import Trunk

/// How connections come about.
extension ConnectionSet {
    /// The first connection: to the best endpoint that may be tried, one after the other.
    func connect() {
        guard !core.isClosed, !targets.contains(where: { $0.isConnecting }) else { return }
        if let target = best() { return openChannel(to: target) }
        let soonest = targets.map(\.notBefore).min()
        if let soonest { wakeUp(at: soonest) }
    }

    /// One more, because the slots of those that are open are taken.
    func connectAnother() {
        guard !core.isClosed, open.count < core.configuration.connectionsMax,
            open.allSatisfy({ $0.isGreeted }), !targets.contains(where: { $0.isConnecting }), let target = best()
        else { return }
        openChannel(to: target)
    }

    /// Nobody needs a connection any more that is not there yet.
    func stopConnecting() {
        wake?.task.cancel()
        wake = nil
        for channel in connecting { channel.close(promise: nil) }
    }

    /// Endpoints that have not failed come first, then those with fewer connections, then the order of this client.
    private func best() -> Int? {
        targets.indices.filter { targets[$0].isReady(now: core.now) }.min { rank($0) < rank($1) }
    }

    private func rank(_ target: Int) -> (Int, Int, Int) {
        (targets[target].failure == nil ? 0 : 1, targets[target].openCount, target)
    }

    private func wakeUp(at time: NIODeadline) {
        if let wake, wake.at <= time, wake.at > core.now { return }
        wake?.task.cancel()
        let task = core.eventLoop.scheduleTask(deadline: time) { [weak core] in
            core?.connections.wake = nil
            core?.turn()
        }
        wake = (time, task)
    }

    private func openChannel(to target: Int) {
        targets[target].isConnecting = true
        let high = max(core.limits.unreadOutputBytesMax, 2)
        let transport = targets[target].transport
        let bootstrap = ClientBootstrap(group: core.eventLoop)
            .connectTimeout(.nanoseconds(core.configuration.connectTimeout.nanosecondsClamped))
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            .channelOption(.writeBufferWaterMark, value: .init(low: high / 2, high: high))
            .channelInitializer { [core] channel in
                channel.eventLoop.makeCompletedFuture {
                    try transport?(channel)
                    try channel.pipeline.syncOperations.addHandler(ClientChannelHandler(core: core, target: target))
                    core.connections.connecting.append(channel)
                }
            }
        let connected: EventLoopFuture<any Channel>
        switch targets[target].endpoint {
        case .tcp(let host, let port): connected = bootstrap.connect(host: host, port: port)
        case .unix(let path): connected = bootstrap.connect(unixDomainSocketPath: path)
        }
        connected.whenComplete { [core] result in
            if case .failure(let error) = result { core.connections.connectFailed(target, error) }
        }
    }

    private func connectFailed(_ target: Int, _ error: any Error) {
        guard targets[target].isConnecting else { return }
        core.beginTurn()
        targets[target].isConnecting = false
        connecting = []
        targets[target].backOff(from: core.now)
        fail(target, .unreachable(targets[target].endpoint, error))
        core.endTurn()
    }
}
