internal import GRDB
internal import TelephonyCore
internal import TelephonyStore

/// Moves the times of sign-ins from memory into their table, a slice in each batch. So a clean sign-in adds to the ends
/// of audit and requests and touches nothing at random; an index by number would cost it more than all the rest.
///
/// A fold that is cut short by a crash loses nothing: what it had not finished is read again from the audit.
struct SignInFold {
    /// Rows of a slice in a batch without audit entries.
    static let rowsMin = 64
    /// Rows of a slice for each audit entry of the batch.
    static let rowsPerEntry = 2

    private let upsert: SQLStatement
    private let mark: SQLStatement
    private let times: SignInTimes
    private let numbersMax: Int
    private let entriesMax: UInt64
    private var slice: ArraySlice<(number: NumberID, time: WallTime)> = []
    /// The audit entry up to which the fold under way has everything.
    private var target: UInt64
    /// The audit entry up to which the table has everything.
    private var folded: UInt64

    /// Compiles its statements, and fills `times` with what is in the audit and not in the table.
    init(_ database: Database, _ times: SignInTimes, _ limits: SQLiteConfiguration) throws(SQLiteFailure) {
        self.times = times
        numbersMax = limits.signInNumbersMax
        entriesMax = limits.signInEntriesMax
        upsert = try SQLStatement(
            database,
            """
            INSERT INTO last_sign_ins (number, time) VALUES (?, ?)
            ON CONFLICT DO UPDATE SET time = excluded.time
            """)
        mark = try SQLStatement(database, "UPDATE meta SET folded = ? WHERE id = 1")
        let meta = try SQLStatement(database, "SELECT folded FROM meta WHERE id = 1")
        guard try meta.step() else { throw SQLiteFailure(code: SQLiteFailure.corrupt) }
        folded = UInt64(clamping: meta.int64())
        target = folded
        meta.reset()
        try recall(database)
    }

    /// Begins a fold when one is due. Takes from memory only, so it stands whatever becomes of the batch.
    ///
    /// - Parameter sequence: the last audit entry that is durable.
    mutating func beginIfDue(after sequence: UInt64) {
        guard slice.isEmpty, times.recentCount >= numbersMax || sequence >= folded + entriesMax else { return }
        slice = times.take()[...]
        target = sequence
    }

    /// Writes the next slice in the open transaction of a batch with so many audit entries.
    mutating func step(entries: Int) throws(SQLiteFailure) {
        guard target > folded else { return }
        let part = slice.prefix(Self.rowsMin + Self.rowsPerEntry * entries)
        for row in part {
            upsert.bind(row.number.uuid)
            upsert.bind(row.time)
            try upsert.run()
        }
        slice = slice.dropFirst(part.count)
        guard slice.isEmpty else { return }
        mark.bind(target)
        try mark.run()
        folded = target
    }

    private func recall(_ database: Database) throws(SQLiteFailure) {
        let select = try SQLStatement(
            database,
            """
            SELECT number, time FROM audit
            WHERE sequence > ? AND action = 1 AND outcome IN (1, 2) AND number IS NOT NULL ORDER BY sequence
            """)
        select.bind(folded)
        defer { select.reset() }
        while try select.step() {
            guard let words = select.uuid() else { continue }
            let number = NumberID(uuid: UUIDBytes(high: words.high, low: words.low))
            times.note(number, select.time())
        }
    }
}
