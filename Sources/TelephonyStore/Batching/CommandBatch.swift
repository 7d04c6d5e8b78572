package import TelephonyCore

/// Commands that share a transaction and a commit: the algorithm of every backend, without any I/O of its own.
///
/// A batch asks all commands for their rows and loads them in rounds, then decides each in queue order, later ones on
/// what earlier ones changed. Whoever runs it writes the `WriteSet`, commits, and then answers all.
package struct CommandBatch {
    /// Most rounds of loading for one command: one that asks on is broken, and refused.
    package static let loadRoundsMax = 8

    /// The commands, in queue order.
    package let jobs: [any CommandJob]

    /// A batch of those commands whose deadline has not passed; answers the others, which are not begun.
    package init(_ queued: [any CommandJob], now: MonotonicTime) {
        if queued.allSatisfy({ now <= $0.deadline }) {
            jobs = queued
        } else {
            for job in queued where job.deadline < now { job.fail(.notExecuted(.expired)) }
            jobs = queued.filter { now <= $0.deadline }
        }
    }

    /// A batch as it is.
    private init(jobs: [any CommandJob]) { self.jobs = jobs }

    /// Each command in a batch of its own: to find the one that a constraint of the backend refuses.
    package var singles: [CommandBatch] { jobs.map { CommandBatch(jobs: [$0]) } }

    /// Loads and decides.
    ///
    /// - Parameters:
    ///   - storage: the open transaction.
    ///   - revision: the last one in use; commands with changes take those after it, one each.
    /// - Throws: what the storage throws; nothing is decided then.
    package func decide<Storage: BatchStorage>(
        on storage: inout Storage, _ environment: Environment<some PINVault>, after revision: UInt64,
        random: inout some RandomNumberGenerator
    ) throws(Storage.Failure) -> WriteSet {
        var workspace = Workspace()
        try workspace.load(for: jobs, from: &storage)
        var writes = WriteSet(after: revision, count: jobs.count)
        for job in jobs {
            guard try workspace.isComplete(for: job, from: &storage) else {
                job.refuse(.damaged)
                writes.addNothing()
                continue
            }
            do {
                let changes = try job.decide(workspace.rows, environment, random: &random)
                workspace.apply(changes)
                writes.add(changes)
            } catch {
                writes.addNothing()
            }
        }
        return writes
    }

    /// Answers everybody; the changes are durable.
    package func answer(_ writes: WriteSet) {
        for (job, revision) in zip(jobs, writes.revisions) { job.answer(revision: revision) }
    }

    /// Tells everybody that there is no answer.
    package func fail(_ error: StoreError) {
        for job in jobs { job.fail(error) }
    }
}
