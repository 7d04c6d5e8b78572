internal import GRDB
internal import TelephonyStore

/// What is looked at before a store is used: pages and indexes of small stores, and the newest part of the audit chain
/// (RL-13).
enum StartCheck {
    /// Audit entries whose hashes are recomputed.
    static let auditEntriesMax = 10_000

    static func run(_ database: Database, _ configuration: SQLiteConfiguration) throws(OpenError) {
        do {
            let pages = try Int64.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            let pageSize = try Int64.fetchOne(database, sql: "PRAGMA page_size") ?? 4_096
            if pages.multipliedReportingOverflow(by: pageSize).partialValue <= configuration.checkedBytesMax {
                let finding = try String.fetchOne(database, sql: "PRAGMA quick_check(1)") ?? "no answer"
                guard finding == "ok" else { throw OpenError.damaged(finding: finding) }
            }
            try checkAudit(database)
        } catch let error as OpenError {
            throw error
        } catch {
            throw .damaged(finding: "code \(SQLiteFailure(error).code)")
        }
    }

    private static func checkAudit(_ database: Database) throws {
        let head = try ChainHead(reading: database)
        let first = head.sequence > UInt64(auditEntriesMax) ? head.sequence - UInt64(auditEntriesMax) : 0
        let select = try SQLStatement(
            database, "SELECT sequence, revision, entry, hash FROM audit WHERE sequence >= ? ORDER BY sequence")
        select.bind(first)
        defer { select.reset() }
        var chain = ChainHead.genesis
        while try select.step() {
            let sequence = UInt64(clamping: select.int64())
            let revision = UInt64(clamping: select.int64())
            let entry = select.blob() ?? []
            let hash = select.blob() ?? []
            if sequence == first {
                chain = ChainHead(sequence: sequence, hash: hash, revision: revision, auditRevision: revision)
                continue
            }
            chain.append(entry, revision: revision)
            guard chain.sequence == sequence, chain.hash == hash, AuditCoding.decode(entry) != nil else {
                throw OpenError.damaged(finding: "audit entry \(sequence)")
            }
        }
    }
}
