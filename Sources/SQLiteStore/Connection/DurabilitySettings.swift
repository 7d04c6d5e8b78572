internal import GRDB

/// What must be in force for an answered command to survive a power cut, set and then read back (RL-01, RL-07, RL-10).
///
/// GRDB sets `synchronous = NORMAL` by itself when it opens a database with a write-ahead log; so FULL is set after
/// that, and nothing is believed that was not read back.
enum DurabilitySettings {
    /// Sets and verifies.
    static func apply(_ database: Database, _ configuration: SQLiteConfiguration) throws(OpenError) {
        do {
            try database.execute(sql: "PRAGMA synchronous = FULL")
            try database.execute(sql: "PRAGMA wal_autocheckpoint = \(configuration.walPagesMax)")
            try database.execute(sql: "PRAGMA secure_delete = ON")
            try database.execute(sql: "PRAGMA journal_size_limit = 67108864")
        } catch {
            throw .cannotOpen(path: configuration.path, code: SQLiteFailure(error).code)
        }
        try verify(database, configuration)
    }

    /// Reads everything back.
    ///
    /// - Throws: `OpenError.settingNotInForce` with the first that is not as it must be.
    static func verify(_ database: Database, _ configuration: SQLiteConfiguration) throws(OpenError) {
        try expect(database, "synchronous", "2")
        try expect(database, "journal_mode", "wal")
        try expect(database, "locking_mode", "normal")
        try expect(database, "foreign_keys", "1")
        try expect(database, "busy_timeout", "\(configuration.busyTimeoutMilliseconds)")
        try expect(database, "wal_autocheckpoint", "\(configuration.walPagesMax)")
        try expect(database, "mmap_size", "0")
        try expect(database, "secure_delete", "1")
    }

    private static func expect(_ database: Database, _ name: String, _ wanted: String) throws(OpenError) {
        let found: String
        do {
            let value = try Row.fetchOne(database, sql: "PRAGMA \(name)")?.databaseValues.first
            found = value.map { $0.storage.value.map { "\($0)" } ?? "" } ?? ""
        } catch {
            throw .settingNotInForce(name: name, wanted: wanted, found: "unreadable")
        }
        guard found == wanted else { throw .settingNotInForce(name: name, wanted: wanted, found: found) }
    }
}
