internal import NIOCore
internal import Trunk

/// The connections of a client to all its endpoints: which of them takes a call, and when another is opened.
///
/// The first endpoint that can be reached, in an order drawn for each client, carries everything; further connections
/// are opened when calls wait for slots, and close when they are idle. Lives on the client's loop.
final class ConnectionSet {
    /// An endpoint, and what makes connections to it secure.
    typealias Server = (endpoint: Endpoint, transport: TrunkClient.Transport?)

    /// What became of a call that was to be written.
    enum Placement {
        case sent
        /// Nothing takes it now.
        case hold
        case failed(RPCError)
    }

    /// Outlives the set: it is called by the core, and by closures that hold the core.
    unowned let core: ClientCore
    var targets: [ConnectTarget]
    /// Those that take calls, oldest first: later ones are for what does not fit, so that they become idle.
    private(set) var open: [ClientChannelHandler] = []
    /// Those and the ones that finish their calls after a GOAWAY.
    private var all: [ClientChannelHandler] = []
    /// Channels of the connects in flight.
    var connecting: [any Channel] = []
    /// The turn that begins when an endpoint may be tried again.
    var wake: (at: NIODeadline, task: Scheduled<Void>)?
    private var hasFailure = false
    private var lastNumber: UInt64 = 0

    init(core: ClientCore, _ servers: [Server]) {
        self.core = core
        targets = servers.shuffled().map { ConnectTarget(endpoint: $0.endpoint, transport: $0.transport) }
    }

    // MARK: From the core

    /// Gives a call to the first connection that takes it.
    func write(_ call: ClientCall) -> Placement {
        var isFull = true
        var isRefused = true
        var index = 0
        while index < open.count {
            let connection = open[index]
            guard call.mayGo(on: connection) else {
                index += 1
                continue
            }
            isRefused = false
            switch connection.write(call) {
            case .sent: return .sent
            case .failed(let error): return .failed(error)
            case .leave: leave(connection)
            case .full: index += 1
            case .hold:
                isFull = false
                index += 1
            }
        }
        return place(call, isFull: isFull, isRefused: isRefused)
    }

    /// Whether a call that was not executed can be sent again: once on each connection (TRK-604), or on the next one.
    func hasPlace(for call: ClientCall) -> Bool {
        open.isEmpty || open.contains { !call.resentOn.contains($0.number) }
    }

    /// Why no call can be sent: the last connect to every endpoint failed, and it is too soon for the next one.
    var unreachable: RPCError? {
        guard open.isEmpty else { return nil }
        for target in targets where target.isConnecting || target.failure == nil || target.notBefore <= core.now {
            return nil
        }
        return targets.first?.failure ?? .noEndpoint
    }

    /// Whether an endpoint has failed since this was last asked.
    func takeFailure() -> Bool {
        defer { hasFailure = false }
        return hasFailure
    }

    /// Nothing is open, closing or in the making.
    var isEmpty: Bool {
        all.isEmpty && !targets.contains { $0.isConnecting }
    }

    func flush() {
        for connection in all { connection.flush() }
    }

    func drain() {
        for connection in all { connection.drain() }
    }

    func finish() {
        for connection in all { connection.finish() }
    }

    func closeNow() {
        for connection in all { connection.closeNow() }
    }

    // MARK: From the connections

    /// The number of a new connection.
    func takeNumber() -> UInt64 {
        lastNumber += 1
        return lastNumber
    }

    /// A connection is there; called inside its connect.
    func connected(_ connection: ClientChannelHandler) {
        targets[connection.target].isConnecting = false
        connecting = []
        all.append(connection)
        if core.isClosed { return connection.drain() }
        open.append(connection)
        targets[connection.target].openCount += 1
    }

    /// The server's HELLO has come.
    func greeted(_ connection: ClientChannelHandler) {
        targets[connection.target].failure = nil
    }

    /// The first call of a connection was answered: its endpoint works.
    func answered(_ connection: ClientChannelHandler) {
        targets[connection.target].backOff.reset()
    }

    /// No more calls on this connection. Its endpoint is tried again after `delay`, or after the back-off when the
    /// connection did nothing for any call; another endpoint at once.
    func leave(_ connection: ClientChannelHandler, delay: TimeAmount = .zero, failure: RPCError? = nil) {
        guard let index = open.firstIndex(where: { $0 === connection }) else { return }
        open.remove(at: index)
        core.wantTurn()
        targets[connection.target].openCount -= 1
        if connection.hasAnswered {
            let notBefore = core.now + delay
            targets[connection.target].notBefore = max(targets[connection.target].notBefore, notBefore)
        } else {
            targets[connection.target].backOff(from: core.now, atLeast: delay)
        }
        guard !connection.isGreeted else { return }
        fail(connection.target, failure ?? .notGreeted(targets[connection.target].endpoint, nil))
    }

    func closed(_ connection: ClientChannelHandler) {
        leave(connection)
        all.removeAll { $0 === connection }
    }

    /// A connection that had nothing to do for a while goes, unless it is the only one.
    func idle(_ connection: ClientChannelHandler) {
        guard open.count > 1, open.contains(where: { $0 === connection }) else { return }
        leave(connection)
        connection.drain()
    }

    /// An endpoint cannot be used.
    func fail(_ target: Int, _ failure: RPCError) {
        targets[target].failure = failure
        hasFailure = true
    }

    /// No open connection took the call.
    private func place(_ call: ClientCall, isFull: Bool, isRefused: Bool) -> Placement {
        if open.isEmpty {
            if !call.options.waitForReady, let error = unreachable { return .failed(error) }
            connect()
            return .hold
        }
        // Each has refused the call twice: it is not the connection's fault.
        if isRefused, let refusal = call.refusal { return .failed(refusal) }
        if isFull { connectAnother() }
        return .hold
    }
}
