internal import NIOCore
internal import Trunk

/// The deadlines of a client's calls, and the waits before another attempt: a wheel, and the one scheduled task that
/// turns it.
struct ClientTimers {
    /// What is to happen when the time has come.
    enum Purpose: UInt64 {
        case deadline
        case retry
    }

    private let eventLoop: any EventLoop
    private var wheel: TimerWheel
    private var wake: (at: NIODeadline, task: Scheduled<Void>)?
    private var expired: [TimerWheel.Token] = []

    init(eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
        wheel = TimerWheel(now: .now())
    }

    /// Adds a timer, and has `body` called when there is something to take.
    mutating func add(
        _ item: UInt64, for purpose: Purpose = .deadline, at deadline: NIODeadline, now: NIODeadline,
        _ body: @escaping @Sendable () -> Void
    ) -> TimerWheel.ID {
        let id = wheel.add(TimerWheel.Token(owner: purpose.rawValue, item: item), at: deadline, now: now)
        if let wake, wake.at <= deadline { return id }
        scheduleWake(body)
        return id
    }

    mutating func cancel(_ id: TimerWheel.ID) {
        wheel.cancel(id)
    }

    /// The items whose time has come, and what for.
    mutating func takeExpired(now: NIODeadline) -> [(item: UInt64, purpose: Purpose)] {
        expired.removeAll(keepingCapacity: true)
        wheel.takeExpired(now: now, into: &expired)
        return expired.map { ($0.item, Purpose(rawValue: $0.owner) ?? .deadline) }
    }

    /// Has `body` called when the next timer may have expired.
    mutating func scheduleWake(_ body: @escaping @Sendable () -> Void) {
        wake?.task.cancel()
        wake = wheel.nextWake.map { at in (at, eventLoop.scheduleTask(deadline: at, body)) }
    }
}
