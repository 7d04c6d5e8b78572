internal import GRDB
internal import TelephonyStore

/// The one that reads: takes all queries that wait and answers them from one read transaction (DESIGN §8).
///
/// `@unchecked Sendable`: after `init` it is used by the reader's thread only.
final class QueryRunner: @unchecked Sendable {
    private let queue: WorkQueue<any QueryJob>
    private let connection: DatabaseQueue
    private let seams: SQLiteSeams
    private let signIns: SignInTimes
    private let tickMax: Int
    private let rows: RowStatements
    private let begin: SQLStatement
    private let commit: SQLStatement
    private let cache = StatementCache()
    private let health = ReaderHealth()
    private let budget: QueryBudget

    /// How long one read transaction may serve one query after another (RL-06).
    private static let transactionNanosecondsMax: UInt64 = 100_000_000

    init(
        queue: WorkQueue<any QueryJob>, connection: DatabaseQueue, signIns: SignInTimes,
        _ limits: SQLiteConfiguration, seams: SQLiteSeams
    ) throws(SQLiteFailure) {
        self.queue = queue
        self.connection = connection
        self.seams = seams
        self.signIns = signIns
        tickMax = limits.tickQueriesMax
        let budget = QueryBudget(milliseconds: limits.queryMillisecondsMax, clock: seams.monotonicClock)
        self.budget = budget
        let made = try connection.writeWithoutTransaction { database in
            budget.watch(database.sqliteConnection)
            return Result { () throws(SQLiteFailure) in
                (
                    try RowStatements(database), try SQLStatement(database, "BEGIN"),
                    try SQLStatement(database, "COMMIT")
                )
            }
        }.get()
        (rows, begin, commit) = made
    }

    /// Works until the queue is closed and empty, or the store is broken.
    func run() {
        while let queued = queue.take(tickMax) {
            let now = seams.monotonicClock()
            let jobs = queued.filter { now <= $0.deadline }
            if jobs.count < queued.count {
                for job in queued where job.deadline < now { job.fail(.notExecuted(.expired)) }
            }
            connection.writeWithoutTransaction { tick(jobs, $0) }
            for job in jobs { job.answer() }
            guard let failure = health.failure else { continue }
            queue.close()
            while let late = queue.take(tickMax) {
                for job in late { job.fail(.unavailable) }
            }
            seams.onFatal(failure)
        }
    }

    private func tick(_ jobs: [any QueryJob], _ database: Database) {
        do throws(SQLiteFailure) {
            try begin.run()
            let reader = SQLiteRowReader(database: database, rows: rows, cache: cache, signIns: signIns, health: health)
            let now = seams.wallClock()
            var started = seams.monotonicClock()
            for job in jobs {
                let moment = seams.monotonicClock()
                if job.deadline < moment {
                    job.fail(.notExecuted(.expired))
                    continue
                }
                // A long tick is cut into several transactions: one that stays open keeps the log from being recycled.
                if moment.nanoseconds &- started.nanoseconds > Self.transactionNanosecondsMax {
                    try commit.run()
                    try begin.run()
                    started = moment
                }
                budget.restart()
                job.run(reader, now: now)
            }
            try commit.run()
        } catch {
            // What was read before stands; what was not run says `unavailable`.
            if error.meaning == .fatal { health.failure = error }
        }
    }
}
