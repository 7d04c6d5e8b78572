internal import GRDB
internal import TelephonyCore
internal import TelephonyStore

/// The one connection that writes and checkpoints (RL-02), its statements, and the head of the chain. Closes with its
/// last reference, which also moves the write-ahead log into the database.
///
/// `@unchecked Sendable`: after `init` it is used by the writer's thread only.
final class WriterConnection: @unchecked Sendable {
    private let database: DatabaseQueue
    private let seams: SQLiteSeams
    private let rows: RowStatements
    private let writes: WriteStatements
    private let begin: SQLStatement
    private let commit: SQLStatement
    private let rollback: SQLStatement
    private let signIns: SignInTimes
    private var sweep: RequestSweep
    private var fold: SignInFold
    /// Where the audit and the revisions stand, as committed.
    private(set) var head: ChainHead

    /// Compiles the statements and finds the head.
    init(_ database: DatabaseQueue, _ signIns: SignInTimes, _ limits: SQLiteConfiguration, seams: SQLiteSeams)
        throws(SQLiteFailure)
    {
        self.database = database
        self.seams = seams
        self.signIns = signIns
        let parts = database.writeWithoutTransaction { database in
            Result { () throws(SQLiteFailure) in
                (
                    rows: try RowStatements(database), writes: try WriteStatements(database),
                    begin: try SQLStatement(database, "BEGIN IMMEDIATE"),
                    commit: try SQLStatement(database, "COMMIT"),
                    rollback: try SQLStatement(database, "ROLLBACK"), sweep: try RequestSweep(database),
                    fold: try SignInFold(database, signIns, limits),
                    head: try ChainHead(reading: database)
                )
            }
        }
        let made = try parts.get()
        rows = made.rows
        writes = made.writes
        begin = made.begin
        commit = made.commit
        rollback = made.rollback
        sweep = made.sweep
        fold = made.fold
        head = made.head
    }

    /// Runs `decide` in a transaction, writes what it decides, and commits.
    ///
    /// - Throws: `BatchFailure`; the transaction is then undone as far as SQLite can.
    func transaction(
        _ decide: (BatchTransaction, ChainHead) throws(SQLiteFailure) -> (WriteSet, WallTime)
    ) throws(BatchFailure) -> WriteSet {
        let result: Result<WriteSet, BatchFailure> = database.writeWithoutTransaction { _ in
            Result { () throws(BatchFailure) in try run(decide) }
        }
        return try result.get()
    }

    private func run(
        _ decide: (BatchTransaction, ChainHead) throws(SQLiteFailure) -> (WriteSet, WallTime)
    ) throws(BatchFailure) -> WriteSet {
        var isCommit = false
        do throws(SQLiteFailure) {
            try begin.run()
            let (writeSet, now) = try decide(BatchTransaction(statements: rows, seams: seams), head)
            try seams.reach(.beforeWrite)
            var newHead = head
            fold.beginIfDue(after: head.sequence)
            var newFold = fold
            if !writeSet.isEmpty {
                try writes.write(writeSet, &newHead)
                try sweep.step(additions: writeSet.requests.count, now: now)
                try newFold.step(entries: writeSet.audit.count)
            }
            try seams.reach(.afterWrite)
            isCommit = true
            try seams.reach(.beforeCommit)
            try commit.run()
            head = newHead
            fold = newFold
            signIns.add(writeSet.audit.lazy.map(\.value))
            try seams.reach(.afterCommit)
            try seams.reach(.beforeAnswer)
            return writeSet
        } catch {
            throw BatchFailure(failure: error, isCommit: isCommit, isStuck: !undo())
        }
    }

    /// Ends the transaction if it is still open. False when it cannot be ended.
    private func undo() -> Bool {
        if rollback.isOutsideTransaction { return true }
        do throws(SQLiteFailure) {
            try rollback.run()
            return true
        } catch {
            return rollback.isOutsideTransaction
        }
    }
}
