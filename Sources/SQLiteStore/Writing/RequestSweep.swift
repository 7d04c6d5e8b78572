internal import GRDB
internal import TelephonyCore

/// Removes what is kept of requests once it is expired, a few rows in each batch, going round and round in the order of
/// their ids. Looks at more rows than the batch added, so that it keeps up whatever the load.
struct RequestSweep {
    private let select: SQLStatement
    private let delete: SQLStatement
    private var position: [UInt8] = []

    /// Rows looked at in a batch that added none.
    static let rowsMin = 32
    /// Rows looked at for each one that was added.
    static let rowsPerAddition = 3

    /// Compiles its statements.
    init(_ database: Database) throws(SQLiteFailure) {
        select = try SQLStatement(
            database, "SELECT id, expire_time FROM requests WHERE id > ? ORDER BY id LIMIT ?")
        delete = try SQLStatement(database, "DELETE FROM requests WHERE id = ?")
    }

    /// Goes one step.
    mutating func step(additions: Int, now: WallTime) throws(SQLiteFailure) {
        let limit = Self.rowsMin + Self.rowsPerAddition * additions
        var expired: [[UInt8]] = []
        var seen = 0
        select.bind(blob: position)
        select.bind(Int64(limit))
        while try select.step() {
            seen += 1
            position = select.blob() ?? []
            if select.time() < now { expired.append(position) }
        }
        // The end: begin again with the next batch.
        if seen < limit { position = [] }
        for id in expired {
            delete.bind(blob: id)
            try delete.run()
        }
    }
}
