internal import NIOCore
internal import NIOPosix
internal import Trunk
internal import TrunkWire

/// The client's half that lives on one event loop: calls that wait, their deadlines, and the one connection they
/// share, opened when there is a call for it.
///
/// `@unchecked Sendable`: everything but the mailbox is touched on `eventLoop` alone.
final class ClientCore: @unchecked Sendable {
    private enum Link {
        case none
        case connecting
        case open(ClientChannelHandler)
    }

    let eventLoop: any EventLoop
    let endpoint: Endpoint
    let configuration: ClientConfiguration
    /// Read once per turn.
    private(set) var now = NIODeadline.now()
    private let mailbox = ClientMailbox()
    private let transport: TrunkClient.Transport?
    private var letters: [ClientMailbox.Letter] = []
    private var link = Link.none
    private var calls = SlotTable<ClientCall>()
    private var waiting = CircularBuffer<ClientCall>()
    private var timers: ClientTimers
    /// Every open connection: the one in use, and those that finish their calls after a GOAWAY.
    private var connections: [ObjectIdentifier: ClientChannelHandler] = [:]
    /// A connect that waits for `connectNotBefore`.
    private var delayedConnect: Scheduled<Void>?
    private var connectNotBefore = NIODeadline.distantPast
    private var backOff = ReconnectBackOff()
    private var closing: [EventLoopPromise<Void>] = []
    private var isClosed = false
    private var isInTurn = false

    init(
        eventLoop: any EventLoop, endpoint: Endpoint, configuration: ClientConfiguration,
        transport: TrunkClient.Transport?
    ) {
        self.eventLoop = eventLoop
        self.endpoint = endpoint
        self.configuration = configuration
        self.transport = transport
        timers = ClientTimers(eventLoop: eventLoop)
    }

    // MARK: From any thread

    func post(_ letter: ClientMailbox.Letter) {
        if mailbox.post(letter) { eventLoop.execute { self.readMail() } }
    }

    // MARK: On the loop

    /// The loop begins to work for this client.
    func beginTurn() {
        isInTurn = true
        now = .now()
    }

    /// The work is done: writes what can be written.
    func endTurn() {
        writeWaiting()
        // A call that was given up holds its slot until the server's END; nobody waits for that.
        if isClosed, calls.count == 0 {
            for connection in connections.values { connection.finish() }
        }
        for connection in connections.values { connection.flush() }
        isInTurn = false
        finishClosing()
    }

    /// Ends a call: its caller goes on with `outcome`.
    func end(_ call: ClientCall, _ outcome: ClientCall.Outcome) {
        guard !call.isDone else { return }
        call.stage = .done
        if let timer = call.timer { timers.cancel(timer) }
        _ = calls.remove(call.key)
        if call.carriesSecret { call.request.wipeReadableBytes() }
        call.continuation?.resume(returning: outcome)
    }

    /// A connection did not execute a call: it goes to another one, once (PROTOCOL §6).
    func retryOrEnd(_ call: ClientCall, _ error: RPCError) {
        guard error.notExecuted, !error.noRetry, error.code == .unavailable, call.retries == 0, !isClosed, !call.isDone
        else {
            return end(call, .failure(error))
        }
        call.retries = 1
        call.stage = .waiting
        waiting.prepend(call)
    }

    /// No more calls on this connection: the next one opens another, not before `delay` is over.
    func leave(_ connection: ClientChannelHandler, delay: TimeAmount = .zero) {
        guard case .open(let current) = link, current === connection else { return }
        link = .none
        var delay = delay
        if !connection.isGreeted {
            var generator = SystemRandomNumberGenerator()
            delay = max(delay, backOff.next(using: &generator))
        }
        connectNotBefore = now + delay
    }

    /// The server's HELLO has come.
    func greeted() {
        backOff.reset()
    }

    func connectionClosed(_ connection: ClientChannelHandler) {
        leave(connection)
        connections[ObjectIdentifier(connection)] = nil
    }

    private func readMail() {
        beginTurn()
        mailbox.collect(into: &letters)
        for letter in letters { open(letter) }
        letters.removeAll(keepingCapacity: true)
        endTurn()
    }

    private func open(_ letter: ClientMailbox.Letter) {
        switch letter {
        case .start(let call): admit(call)
        case .cancel(let call):
            if call.isAdmitted { giveUp(call, .cancelled) }
        case .close(let promise):
            isClosed = true
            closing.append(promise)
            for call in waiting { end(call, .failure(.clientClosed)) }
            waiting.removeAll()
            stopConnecting()
            for connection in connections.values { connection.drain() }
        case .abandon:
            isClosed = true
            stopConnecting()
            for connection in connections.values { connection.closeNow() }
        }
    }

    private func admit(_ call: ClientCall) {
        call.isAdmitted = true
        if isClosed { return end(call, .failure(.clientClosed)) }
        if call.isCancelled.load(ordering: .acquiring) { return end(call, .failure(.cancelled)) }
        if waiting.count >= configuration.waitingCallsMax {
            waiting.removeAll { $0.isDone }
            if waiting.count >= configuration.waitingCallsMax {
                let limit = UInt64(clamping: configuration.waitingCallsMax)
                return end(call, .failure(.overLimit("waiting_calls", limit, "too many calls wait for the server")))
            }
        }
        call.deadline = now + .nanoseconds(call.timeout.nanosecondsClamped)
        call.key = calls.insert(call)
        call.timer = timers.add(call.key.rawValue, at: call.deadline, now: now) { [weak self] in self?.timersExpired() }
        waiting.append(call)
    }

    /// The caller is told at once; a call that was written is reset, and keeps its slot until the server's END.
    private func giveUp(_ call: ClientCall, _ error: RPCError) {
        if case .sent(let id, let connection) = call.stage { connection.cancel(id) }
        end(call, .failure(error))
    }

    private func timersExpired() {
        beginTurn()
        for raw in timers.takeExpired(now: now) {
            guard let call = calls[ClientCall.Key(rawValue: raw)] else { continue }
            call.timer = nil
            var isWaiting = false
            if case .waiting = call.stage { isWaiting = true }
            giveUp(call, .deadlineExceeded(notExecuted: isWaiting, isLocal: true))
        }
        timers.scheduleWake { [weak self] in self?.timersExpired() }
        endTurn()
    }

    private func writeWaiting() {
        while let call = waiting.first {
            if call.isDone {
                waiting.removeFirst()
                continue
            }
            guard case .open(let connection) = link else { return connect() }
            switch connection.write(call) {
            case .sent: waiting.removeFirst()
            case .hold: return
            case .leave: leave(connection)
            case .failed(let error):
                waiting.removeFirst()
                end(call, .failure(error))
            }
        }
    }

    private func connect() {
        guard case .none = link, !isClosed else { return }
        link = .connecting
        guard connectNotBefore > now else { return openChannel() }
        delayedConnect = eventLoop.scheduleTask(deadline: connectNotBefore) {
            self.delayedConnect = nil
            self.openChannel()
        }
    }

    /// Nobody needs the connection any more that waits to be opened.
    private func stopConnecting() {
        guard let task = delayedConnect else { return }
        delayedConnect = nil
        task.cancel()
        link = .none
    }

    private func openChannel() {
        let timeout = TimeAmount.nanoseconds(configuration.connectTimeout.nanosecondsClamped)
        let bootstrap = ClientBootstrap(group: eventLoop)
            .connectTimeout(timeout)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            .channelInitializer { [transport] channel in
                channel.eventLoop.makeCompletedFuture {
                    try transport?(channel)
                    try channel.pipeline.syncOperations.addHandler(ClientChannelHandler(core: self))
                }
            }
        let connected: EventLoopFuture<any Channel>
        switch endpoint {
        case .tcp(let host, let port): connected = bootstrap.connect(host: host, port: port)
        case .unix(let path): connected = bootstrap.connect(unixDomainSocketPath: path)
        }
        connected.whenComplete { result in
            if case .failure(let error) = result { self.connectFailed(error) }
        }
    }

    /// The connection is there. Called by its handler, inside `connect`.
    func connected(_ connection: ClientChannelHandler) {
        connections[ObjectIdentifier(connection)] = connection
        if isClosed {
            link = .none
            connection.drain()
        } else {
            link = .open(connection)
        }
    }

    private func connectFailed(_ error: any Error) {
        beginTurn()
        if case .connecting = link { link = .none }
        let failed = waiting
        waiting.removeAll()
        for call in failed { end(call, .failure(.unreachable(endpoint, error))) }
        endTurn()
    }

    private func finishClosing() {
        guard isClosed, connections.isEmpty, !closing.isEmpty else { return }
        if case .connecting = link { return }
        for promise in closing { promise.succeed() }
        closing = []
    }
}
