package import TelephonyCore
package import TelephonyStore

/// The embedded store: one SQLite file, one process, one thread that writes and one that reads (DESIGN §5).
///
/// Every command is durable when it is answered: write-ahead log, `synchronous = FULL`, one commit for all commands
/// that wait. Commands queue in order of arrival; a full queue refuses instead of growing (RL-42).
package final class SQLiteStore: TelephonyStore {
    package let incarnation: UUIDBytes
    /// What it has done so far.
    package let statistics = StoreStatistics()
    private let commands: WorkQueue<any CommandJob>
    private let queries: WorkQueue<any QueryJob>
    private let writerEnd = ThreadEnd()
    private let readerEnd = ThreadEnd()

    /// Opens the data, or creates it, and starts the threads. Blocks: for the start of a program.
    ///
    /// - Parameters:
    ///   - configuration: where it lives, and limits.
    ///   - terms: durations of the domain.
    ///   - seams: clocks, randomness, and what to do when the file cannot be trusted any more.
    ///   - makeVault: the keys, for the store's incarnation.
    /// - Throws: `OpenError`, which says what to do next.
    package init<Vault: PINVault>(
        _ configuration: SQLiteConfiguration, terms: DomainTerms = DomainTerms(), seams: SQLiteSeams,
        makeVault: (UUIDBytes) throws -> Vault
    ) throws(OpenError) {
        let opening = try SQLiteOpening(configuration, seams: seams)
        incarnation = opening.incarnation
        let vault: Vault
        do {
            vault = try makeVault(opening.incarnation)
        } catch {
            throw .vaultRefused("\(error)")
        }
        try KeyCheck.run(opening.writer, vault)
        commands = WorkQueue(limit: configuration.queuedCommandsMax)
        queries = WorkQueue(limit: configuration.queuedQueriesMax)
        let signIns = SignInTimes()
        let writer: CommandWriter<Vault>
        let reader: QueryRunner
        do throws(SQLiteFailure) {
            writer = CommandWriter(
                queue: commands, connection: try WriterConnection(opening.writer, signIns, configuration, seams: seams),
                vault: vault,
                terms: terms, seams: seams, batchMax: configuration.batchCommandsMax, statistics: statistics)
            reader = try QueryRunner(
                queue: queries, connection: opening.reader, signIns: signIns, configuration, seams: seams)
        } catch {
            throw .cannotOpen(path: configuration.path, code: error.code)
        }
        // The lock is let go with the writer's connection, after the reader's (RL-02).
        let lock = opening.lock
        readerEnd.start(reader) { $0.run() }
        let readerEnd = readerEnd
        writerEnd.start((writer, lock)) { writer, _ in
            writer.run()
            readerEnd.waitBlocking()
        }
    }

    /// How many commands wait for a batch.
    package var waitingCommands: Int { commands.count }

    deinit {
        commands.close()
        queries.close()
    }

    package func perform<C: Command>(
        _ command: C, deadline: MonotonicTime
    ) async throws(StoreError) -> Performed<C.Reply> {
        try await withUnsafeContinuation { (waiter: PendingCommand<C>.Waiter) in
            let job = PendingCommand(command, deadline: deadline, waiter: waiter)
            switch commands.add(job) {
            case .accepted: break
            case .full: job.fail(.notExecuted(.overloaded))
            case .closed: job.fail(.notExecuted(.stopping))
            }
        }.get()
    }

    package func read<Q: Query>(_ query: Q, deadline: MonotonicTime) async throws(StoreError) -> Q.Result {
        try await withUnsafeContinuation { (waiter: PendingQuery<Q>.Waiter) in
            let job = PendingQuery(query, deadline: deadline, waiter: waiter)
            switch queries.add(job) {
            case .accepted: break
            case .full: job.fail(.notExecuted(.overloaded))
            case .closed: job.fail(.notExecuted(.stopping))
            }
        }.get()
    }

    /// Lets nothing more in, answers all that waits, and closes the file. Returns when another may open it.
    package func close() async {
        queries.close()
        commands.close()
        await readerEnd.wait()
        await writerEnd.wait()
    }
}
