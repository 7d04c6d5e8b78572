internal import GRDB
internal import TelephonyCore
internal import TelephonyStore

extension SQLiteRowReader {
    func lastSuccess(of number: NumberID) throws(StoreError) -> WallTime? {
        if let time = signIns.time(of: number) { return time }
        return try found { () throws(RowFailure) in
            let statement = try cache.statement("SELECT time FROM last_sign_ins WHERE number = ?", database)
            statement.bind(number.uuid)
            return try statement.first { (row) throws(RowFailure) in row.time() }
        }
    }

    func revision() throws(StoreError) -> UInt64 {
        do throws(SQLiteFailure) {
            return try ChainHead(reading: database).revision
        } catch {
            return try found { () throws(RowFailure) in throw .failed(error) }
        }
    }

    func auditEntries(after sequence: UInt64, limit: Int) throws(StoreError) -> [StoredAuditEntry] {
        var condition = SQLCondition()
        condition.add("sequence > ?", .number(Int64(clamping: sequence)))
        return try list(
            "SELECT sequence, revision, entry, hash FROM audit", condition, " ORDER BY sequence", limit
        ) { (row) throws(RowFailure) in
            StoredAuditEntry(
                sequence: try row.word(), revision: try row.word(),
                entry: try SQLStatement.known(AuditCoding.decode(try row.bytes())), hash: try row.bytes())
        }
    }

    func events(after revision: UInt64, limit: Int) throws(StoreError) -> [StoredEvent] {
        try found { () throws(RowFailure) in
            let statement = try cache.statement(
                """
                SELECT revision, kind, number, time, generation, owner_kind, owner, user FROM events
                WHERE revision > ?1 AND revision <= coalesce(
                    (SELECT revision FROM events WHERE revision > ?1 ORDER BY revision, position LIMIT 1 OFFSET ?2),
                    9223372036854775807)
                ORDER BY revision, position
                """, database)
            statement.bind(revision)
            statement.bind(Int64(max(limit, 1) - 1))
            return try statement.all { (row) throws(RowFailure) in
                let revision = try row.word()
                let kind = try SQLStatement.known(Event.Kind(rawValue: try row.byte()))
                let number = NumberID(uuid: try row.uuidBytes())
                let time = row.time()
                let generation = try row.word()
                let owner = try row.optionalOwner()
                return StoredEvent(
                    revision: revision,
                    event: Event(
                        kind: kind, number: number, time: time, generation: generation, owner: owner,
                        user: try row.optionalID()))
            }
        }
    }
}
