internal import NIOCore
internal import Synchronization

/// Runs the handlers' tasks of one event loop on that loop: what a handler continues with after a suspension waits in
/// a queue until the turn in progress is over, so that its reply leaves in the same write as the others (DESIGN §8).
/// A turn is one socket read, one tick of the timers, or one wake-up by another thread.
///
/// `@unchecked Sendable`: `local`, `running`, the flags and `turns` are touched on `loop` alone (`enqueue` asks the loop
/// first); what other threads hand in lies under the mutex.
final class LoopExecutor: TaskExecutor, @unchecked Sendable {
    private struct Handover {
        var jobs: [UnownedJob] = []
        /// The loop was woken and has not yet taken `jobs`.
        var isWoken = false
    }

    /// Jobs run in one go before the loop looks at its sockets again.
    static let jobsPerTurnMax = 4096

    weak var turns: (any LoopTurns)?
    /// True between the beginning and the end of a turn.
    private(set) var isInTurn = false
    private let loop: any EventLoop
    private let handover = Mutex(Handover())
    private var local: [UnownedJob] = []
    private var running: [UnownedJob] = []
    private var isTurnScheduled = false
    private var isEnding = false

    /// An executor for `loop`.
    init(loop: any EventLoop) {
        self.loop = loop
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        if loop.inEventLoop {
            local.append(job)
            if !isInTurn { scheduleTurn() }
            return
        }
        let mustWake = handover.withLock { handover in
            handover.jobs.append(job)
            defer { handover.isWoken = true }
            return !handover.isWoken
        }
        if mustWake { loop.execute { self.takeHandover() } }
    }

    /// The loop begins to work on something: jobs wait for the end of it. On the loop; no effect inside a turn.
    func beginTurn() {
        guard !isInTurn else { return }
        isInTurn = true
        turns?.turnBegins()
    }

    /// The work is done: runs the jobs that wait, then closes the turn. On the loop; no effect inside itself, as when
    /// the last flush of a turn finds its peer gone.
    func endTurn() {
        guard isInTurn, !isEnding else { return }
        isEnding = true
        var count = 0
        while !local.isEmpty, count < Self.jobsPerTurnMax {
            swap(&local, &running)
            count += running.count
            for job in running { job.runSynchronously(on: asUnownedTaskExecutor()) }
            running.removeAll(keepingCapacity: true)
        }
        let hasMore = turns?.turnEnds() ?? false
        isEnding = false
        isInTurn = false
        if hasMore || !local.isEmpty { scheduleTurn() }
    }

    /// Makes sure that a turn comes soon. On the loop.
    func scheduleTurn() {
        guard !isTurnScheduled else { return }
        isTurnScheduled = true
        loop.execute {
            self.isTurnScheduled = false
            self.beginTurn()
            self.endTurn()
        }
    }

    private func takeHandover() {
        beginTurn()
        handover.withLock { handover in
            handover.isWoken = false
            local.append(contentsOf: handover.jobs)
            handover.jobs.removeAll(keepingCapacity: true)
        }
        endTurn()
    }
}
