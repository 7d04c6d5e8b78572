internal import GRDB
internal import TelephonyCore
internal import TelephonyStore

/// The one that writes: takes all commands that wait, runs them in one transaction, commits, answers (DESIGN §5).
///
/// `@unchecked Sendable`: after `init` it is used by the writer's thread only.
final class CommandWriter<Vault: PINVault>: @unchecked Sendable {
    private let queue: WorkQueue<any CommandJob>
    private let connection: WriterConnection
    private let vault: Vault
    private let terms: DomainTerms
    private let seams: SQLiteSeams
    private let batchMax: Int
    private let statistics: StoreStatistics
    private var random: any RandomNumberGenerator & Sendable

    init(
        queue: WorkQueue<any CommandJob>, connection: WriterConnection, vault: Vault, terms: DomainTerms,
        seams: SQLiteSeams, batchMax: Int, statistics: StoreStatistics
    ) {
        self.queue = queue
        self.connection = connection
        self.vault = vault
        self.terms = terms
        self.seams = seams
        self.batchMax = batchMax
        self.statistics = statistics
        random = seams.random
    }

    /// Works until the queue is closed and empty, or the store is broken.
    func run() {
        while let queued = queue.take(batchMax) {
            let batch = CommandBatch(queued, now: seams.monotonicClock())
            if batch.jobs.isEmpty { continue }
            guard let failure = carryOut(batch) else { continue }
            queue.close()
            while let late = queue.take(batchMax) {
                for job in late { job.fail(.notExecuted(.stopping)) }
            }
            seams.onFatal(failure)
        }
    }

    /// Runs a batch and answers it. Returns what has broken the store, if anything has.
    private func carryOut(_ batch: CommandBatch) -> SQLiteFailure? {
        do throws(BatchFailure) {
            let writes = try transact(batch)
            statistics.addCommit(commands: batch.jobs.count)
            batch.answer(writes)
            return nil
        } catch {
            switch error.meaning {
            case .full: batch.fail(.notExecuted(.storeFull))
            case .busy: batch.fail(.notExecuted(.busy))
            case .constraint: return isolate(batch)
            case .interrupted, .fatal:
                batch.fail(.unknownOutcome)
                return error.failure
            }
            return nil
        }
    }

    /// One command of the batch broke a constraint: each gets a transaction of its own, and that one is refused.
    private func isolate(_ batch: CommandBatch) -> SQLiteFailure? {
        if let only = batch.jobs.first, batch.jobs.count == 1 {
            only.refuse(.damaged)
            only.answer(revision: connection.head.revision)
            return nil
        }
        var broken: SQLiteFailure?
        for single in batch.singles {
            if broken == nil { broken = carryOut(single) } else { single.fail(.notExecuted(.stopping)) }
        }
        return broken
    }

    private func transact(_ batch: CommandBatch) throws(BatchFailure) -> WriteSet {
        try connection.transaction { (transaction, head) throws(SQLiteFailure) in
            var transaction = transaction
            let environment = Environment(now: seams.wallClock(), vault: vault, terms: terms)
            let writes = try batch.decide(on: &transaction, environment, after: head.revision, random: &random)
            return (writes, environment.now)
        }
    }
}
