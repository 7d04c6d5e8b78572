internal import NIOCore
internal import Trunk

/// What the connections of one event loop share: executor, timers, counters, and the list of those with output to
/// flush. Nothing here is locked.
///
/// `@unchecked Sendable`: everything mutable is touched on `eventLoop` alone; whoever comes from elsewhere goes
/// through `eventLoop.execute`.
final class ServerLoop: LoopTurns, @unchecked Sendable {
    typealias ConnectionKey = SlotTable<ServerChannelHandler>.Key

    /// A timer that is later than this finds that the loop was busy with something long.
    private static let lateness = TimeAmount.milliseconds(50)

    let eventLoop: any EventLoop
    let shared: ServerShared
    let executor: LoopExecutor
    // Not checked for overlapping access: the loop's thread alone comes here, and only ever adds to a counter.
    @exclusivity(unchecked) var counters = ServerCounters()
    /// Read once per turn.
    @exclusivity(unchecked) private(set) var now: NIODeadline
    /// How busy the loop is.
    @exclusivity(unchecked) private(set) var load = LoopLoad()
    /// Set once the server drains: a connection that arrives afterwards is sent away.
    private(set) var drain: (graceMillis: UInt32, spreadMillis: UInt32)?
    private var drained: EventLoopPromise<Void>?
    private var isAborted = false
    private var tasksCount = 0
    private var connections = SlotTable<ServerChannelHandler>()
    private var unflushed: [ServerChannelHandler] = []
    private var flushing: [ServerChannelHandler] = []
    private var compressionContexts: LoopCompression?
    private var wheel: TimerWheel
    private var expired: [TimerWheel.Token] = []
    /// When the loop looks at its timers next.
    private(set) var wake: (at: NIODeadline, task: Scheduled<Void>)?

    /// State for the connections of `eventLoop`.
    init(eventLoop: any EventLoop, shared: ServerShared) {
        self.eventLoop = eventLoop
        self.shared = shared
        executor = LoopExecutor(loop: eventLoop)
        now = .now()
        wheel = TimerWheel(now: now)
        executor.turns = self
    }

    func turnBegins() {
        now = .now()
        load.look(now: now)
    }

    /// Flushes every connection once: one that has more to send does so in the next turn, after the others.
    func turnEnds() -> Bool {
        swap(&unflushed, &flushing)
        for connection in flushing { connection.flush() }
        flushing.removeAll(keepingCapacity: true)
        return !unflushed.isEmpty
    }

    /// The zlib contexts of this loop; nil when there is no memory for them.
    func compression() -> LoopCompression? {
        if compressionContexts == nil { compressionContexts = try? LoopCompression() }
        return compressionContexts
    }

    /// A handler that was counted as started has returned.
    func handlerReturned() {
        counters.handlersReturned &+= 1
        if drained != nil { finishDrain() }
    }

    func add(_ connection: ServerChannelHandler) -> ConnectionKey {
        counters.connectionsOpened += 1
        return connections.insert(connection)
    }

    func remove(_ key: ConnectionKey) {
        if connections.remove(key) != nil { counters.connectionsClosed += 1 }
        if drained != nil { finishDrain() }
    }

    /// Work for a call goes on away from the loop, and will come back to it.
    func taskBegins() {
        tasksCount += 1
    }

    /// It has come back.
    func taskEnds() {
        tasksCount -= 1
        if drained != nil { finishDrain() }
    }

    /// The drain is over when no connection is open and no handler runs: one that returned later would find the thread
    /// it belongs to gone.
    private func finishDrain() {
        guard connections.count == 0, counters.callsStarted == counters.handlersReturned, tasksCount == 0 else {
            return
        }
        drained?.succeed()
    }

    /// Says goodbye to every connection and to those still on their way in; done when there are none and their handlers
    /// have returned. What is left at `cutOff` is closed, and its handlers get a second more. From any thread, once.
    func drain(graceMillis: UInt32, spreadMillis: UInt32, cutOff: NIODeadline) -> EventLoopFuture<Void> {
        let promise = eventLoop.makePromise(of: Void.self)
        eventLoop.execute {
            self.drain = (graceMillis, spreadMillis)
            self.drained = promise
            self.forEachConnection { $0.drain(graceMillis: graceMillis, spreadMillis: spreadMillis) }
            if self.isAborted { promise.succeed() }
            self.finishDrain()
        }
        let guillotine = eventLoop.scheduleTask(deadline: cutOff) {
            self.forEachConnection { $0.closeNow() }
        }
        let end = eventLoop.scheduleTask(deadline: cutOff + .seconds(1)) { promise.succeed() }
        promise.futureResult.whenComplete { _ in
            guillotine.cancel()
            end.cancel()
        }
        return promise.futureResult
    }

    /// Closes every connection without another word; their handlers are asked to stop and not waited for. From any
    /// thread.
    func abort() {
        eventLoop.execute {
            self.isAborted = true
            self.forEachConnection { $0.closeNow() }
            self.drained?.succeed()
        }
    }

    /// Does something to every connection, as a turn of its own.
    func forEachConnection(_ body: (ServerChannelHandler) -> Void) {
        executor.beginTurn()
        for key in connections.keys { connections[key].map(body) }
        executor.endTurn()
    }

    /// Notes that a connection's turn has to be ended; done when the loop's turn is over.
    func needsFlush(_ connection: ServerChannelHandler) {
        unflushed.append(connection)
        if !executor.isInTurn { executor.scheduleTurn() }
    }

    func addTimer(_ token: TimerWheel.Token, at deadline: NIODeadline) -> TimerWheel.ID {
        let id = wheel.add(token, at: deadline, now: now)
        if let wake, wake.at <= deadline { return id }
        scheduleWake()
        return id
    }

    func cancelTimer(_ id: TimerWheel.ID) {
        wheel.cancel(id)
    }

    private func scheduleWake() {
        wake?.task.cancel()
        guard let at = wheel.nextWake else {
            wake = nil
            return
        }
        wake = (at, eventLoop.scheduleTask(deadline: at) { [weak self] in self?.wakeUp() })
    }

    /// Takes out what has expired. A loop that comes late looks at its sockets first: what its peers have sent in time
    /// must not be judged unread.
    private func wakeUp(isSecondLook: Bool = false) {
        executor.beginTurn()
        if !isSecondLook, let wake, now - wake.at > Self.lateness {
            let task = eventLoop.scheduleTask(in: .milliseconds(1)) { [self] in wakeUp(isSecondLook: true) }
            self.wake = (at: wake.at, task: task)
            executor.endTurn()
            return
        }
        wake = nil
        expired.removeAll(keepingCapacity: true)
        wheel.takeExpired(now: now, into: &expired)
        for token in expired {
            connections[ConnectionKey(rawValue: token.owner)]?.timerExpired(item: token.item)
        }
        if wake == nil { scheduleWake() }
        executor.endTurn()
    }
}
