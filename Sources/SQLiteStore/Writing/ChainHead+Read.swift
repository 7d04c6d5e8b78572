internal import GRDB
internal import TelephonyCore

extension ChainHead {
    /// The head as the store has it.
    init(reading database: Database) throws(SQLiteFailure) {
        let meta = try SQLStatement(database, "SELECT revision FROM meta WHERE id = 1")
        let last = try SQLStatement(
            database, "SELECT sequence, hash, revision FROM audit ORDER BY sequence DESC LIMIT 1")
        guard try meta.step() else { throw SQLiteFailure(code: SQLiteFailure.corrupt) }
        let noted = UInt64(clamping: meta.int64())
        meta.reset()
        guard try last.step() else {
            self = .genesis
            revision = noted
            return
        }
        defer { last.reset() }
        let sequence = UInt64(clamping: last.int64())
        let hash = last.blob() ?? []
        let audited = UInt64(clamping: last.int64())
        self.init(sequence: sequence, hash: hash, revision: max(noted, audited), auditRevision: audited)
    }
}
