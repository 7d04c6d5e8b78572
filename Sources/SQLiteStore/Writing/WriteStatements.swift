internal import GRDB
internal import TelephonyCore
internal import TelephonyStore

/// The statements that write, compiled once and used on the writer's thread only.
final class WriteStatements {
    private let insertNumber: SQLStatement
    private let updateNumber: SQLStatement
    private let entitlement: SQLStatement
    private let `operator`: SQLStatement
    private let site: SQLStatement
    private let occupier: SQLStatement
    private let clearSites: SQLStatement
    private let addSite: SQLStatement
    private let user: SQLStatement
    private let policy: SQLStatement
    private let audit: SQLStatement
    private let event: SQLStatement
    private let request: SQLStatement
    private let revision: SQLStatement

    /// Compiles them.
    init(_ database: Database) throws(SQLiteFailure) {
        func upsert(_ table: String, _ columns: String, set: String) -> String {
            let marks = columns.split(separator: ",").map { _ in "?" }.joined(separator: ", ")
            return "INSERT INTO \(table) (\(columns)) VALUES (\(marks)) ON CONFLICT DO UPDATE SET \(set)"
        }
        insertNumber = try SQLStatement(database, NumberColumns.insert)
        updateNumber = try SQLStatement(database, NumberColumns.update)
        entitlement = try SQLStatement(
            database,
            upsert(
                "entitlements", "owner_kind, owner, site, total, used",
                set: "total = excluded.total, used = excluded.used"))
        `operator` = try SQLStatement(database, upsert("operators", "id, name", set: "name = excluded.name"))
        site = try SQLStatement(
            database,
            upsert(
                "sites", "id, operator, name, time_zone", set: "name = excluded.name, time_zone = excluded.time_zone"))
        occupier = try SQLStatement(
            database, upsert("occupiers", "id, operator, name", set: "name = excluded.name"))
        clearSites = try SQLStatement(database, "DELETE FROM occupier_sites WHERE occupier = ?")
        addSite = try SQLStatement(database, "INSERT INTO occupier_sites (occupier, site) VALUES (?, ?)")
        user = try SQLStatement(
            database,
            upsert(
                "users", "id, owner_kind, owner, operator, name, email",
                set: "name = excluded.name, email = excluded.email"))
        policy = try SQLStatement(database, PolicyColumns.replace)
        audit = try SQLStatement(
            database,
            """
            INSERT INTO audit (sequence, revision, time, action, outcome, number, entry, hash)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """)
        event = try SQLStatement(
            database,
            """
            INSERT INTO events (revision, position, kind, number, time, generation, owner_kind, owner, user)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        // A record that is kept longer than its id is accepted gives way to the next under the same id.
        request = try SQLStatement(
            database,
            """
            INSERT OR REPLACE INTO requests
            (id, actor, fingerprint, code, flags, generation, time, expire_time, revision)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        revision = try SQLStatement(database, "UPDATE meta SET revision = ? WHERE id = 1")
    }

    /// Writes a batch, and moves the head to its end.
    ///
    /// - Throws: what SQLite says; the transaction is then good for a rollback only.
    func write(_ writes: WriteSet, _ head: inout ChainHead) throws(SQLiteFailure) {
        try writeOrganisations(writes)
        for number in writes.numbers { try write(number) }
        for added in writes.audit { try write(added.value, revision: added.revision, &head) }
        try write(writes.events)
        for added in writes.requests { try write(added.value, revision: added.revision) }
        head.revision = writes.revision
        // Audit rows carry their revision: the head is found by the last of them, unless a command wrote none.
        if head.auditRevision != head.revision {
            revision.bind(head.revision)
            try revision.run()
        }
    }

    private func writeOrganisations(_ writes: WriteSet) throws(SQLiteFailure) {
        for record in writes.operators.values {
            `operator`.bind(record.id)
            `operator`.bind(record.name)
            try `operator`.run()
        }
        for record in writes.sites.values {
            site.bind(record.id)
            site.bind(record.operatorID)
            site.bind(record.name)
            site.bind(record.timeZone)
            try site.run()
        }
        for record in writes.occupiers.values { try write(record) }
        for record in writes.users.values {
            user.bind(record.id)
            user.bind(record.owner)
            user.bind(record.operatorID)
            user.bind(record.name)
            user.bind(record.email)
            try user.run()
        }
        for record in writes.policies.values {
            PolicyColumns.bind(record, to: policy)
            try policy.run()
        }
        for record in writes.entitlements.values {
            entitlement.bind(record.owner)
            entitlement.bind(record.site)
            entitlement.bind(Int64(record.count))
            entitlement.bind(Int64(record.used))
            try entitlement.run()
        }
    }

    private func write(_ record: OccupierRecord) throws(SQLiteFailure) {
        occupier.bind(record.id)
        occupier.bind(record.operatorID)
        occupier.bind(record.name)
        try occupier.run()
        clearSites.bind(record.id)
        try clearSites.run()
        for site in record.sites {
            addSite.bind(record.id)
            addSite.bind(site)
            try addSite.run()
        }
    }

    /// Changes the number if it is there, else adds it: never by overwriting another under the same E.164.
    private func write(_ number: NumberRecord) throws(SQLiteFailure) {
        NumberColumns.bind(number, to: updateNumber)
        try updateNumber.run()
        if updateNumber.changes > 0 { return }
        NumberColumns.bind(number, to: insertNumber)
        try insertNumber.run()
    }

    private func write(_ entry: AuditEntry, revision: UInt64, _ head: inout ChainHead) throws(SQLiteFailure) {
        let bytes = AuditCoding.encode(entry)
        head.append(bytes, revision: revision)
        audit.bind(head.sequence)
        audit.bind(revision)
        audit.bind(entry.time)
        audit.bind(entry.action.rawValue)
        audit.bind(entry.outcome.rawValue)
        audit.bind(entry.number?.uuid)
        audit.bind(blob: bytes)
        audit.bind(blob: head.hash)
        try audit.run()
    }

    private func write(_ events: [WriteSet.Added<Event>]) throws(SQLiteFailure) {
        var last: UInt64?
        var position: Int64 = 0
        for added in events {
            position = added.revision == last ? position + 1 : 0
            last = added.revision
            event.bind(added.revision)
            event.bind(position)
            event.bind(added.value.kind.rawValue)
            event.bind(added.value.number.uuid)
            event.bind(added.value.time)
            event.bind(added.value.generation)
            event.bind(added.value.owner)
            event.bind(added.value.user)
            try event.run()
        }
    }

    private func write(_ record: RequestRecord, revision: UInt64) throws(SQLiteFailure) {
        request.bind(record.id.uuid)
        request.bind(record.actor)
        request.bind(record.fingerprint.hash)
        request.bind(record.outcome.code)
        request.bind(Int64(record.outcome.flags))
        request.bind(record.outcome.generation)
        request.bind(record.outcome.time)
        request.bind(record.expireTime)
        request.bind(revision)
        try request.run()
    }
}
