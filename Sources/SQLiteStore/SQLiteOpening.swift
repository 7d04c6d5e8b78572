internal import GRDB
internal import TelephonyCore

/// Opens a store step by step: lock, file, settings, schema, checks, and the second connection.
struct SQLiteOpening {
    let lock: LockFile
    let writer: DatabaseQueue
    let reader: DatabaseQueue
    let incarnation: UUIDBytes

    init(_ configuration: SQLiteConfiguration, seams: SQLiteSeams) throws(OpenError) {
        let path = configuration.path
        try PlainFile.check(path)
        lock = try LockFile(beside: path)
        writer = try Self.open(path, Self.writerConfiguration(configuration))
        try Self.inDatabase(writer, path) { (database) throws(OpenError) in
            try DurabilitySettings.apply(database, configuration)
        }
        try Self.migrate(writer)
        incarnation = try Self.inDatabase(writer, path) { (database) throws(OpenError) in
            // Once more, after everything that touches settings (RL-01).
            try DurabilitySettings.verify(database, configuration)
            let incarnation = try Self.incarnation(database, seams)
            try StartCheck.run(database, configuration)
            return incarnation
        }
        reader = try Self.open(path, Self.readerConfiguration(configuration))
    }

    private static func writerConfiguration(_ limits: SQLiteConfiguration) -> Configuration {
        var configuration = commonConfiguration(limits)
        configuration.label = "store-write"
        configuration.journalMode = .wal
        configuration.prepareDatabase { try Ownership.claim($0) }
        return configuration
    }

    private static func readerConfiguration(_ limits: SQLiteConfiguration) -> Configuration {
        var configuration = commonConfiguration(limits)
        configuration.label = "store-read"
        configuration.readonly = true
        return configuration
    }

    private static func commonConfiguration(_ limits: SQLiteConfiguration) -> Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(Double(limits.busyTimeoutMilliseconds) / 1_000)
        configuration.foreignKeysEnabled = true
        // The threads end their transactions themselves, and a failed rollback is handled, not trapped (RL-12).
        configuration.allowsUnsafeTransactions = true
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA mmap_size = 0")
            try database.execute(sql: "PRAGMA trusted_schema = OFF")
            try database.execute(sql: "PRAGMA cell_size_check = ON")
            try database.execute(sql: "PRAGMA cache_size = -65536")
        }
        return configuration
    }

    private static func open(_ path: String, _ configuration: Configuration) throws(OpenError) -> DatabaseQueue {
        do {
            return try DatabaseQueue(path: path, configuration: configuration)
        } catch is Ownership.Foreign {
            throw .foreignDatabase(path: path)
        } catch {
            let failure = SQLiteFailure(error)
            if failure.primaryCode == SQLiteFailure.notADatabase { throw .foreignDatabase(path: path) }
            if failure.primaryCode == SQLiteFailure.corrupt { throw .damaged(finding: "unreadable") }
            throw .cannotOpen(path: path, code: failure.code)
        }
    }

    /// Runs something on a connection; an error that is not ours says that the file cannot be opened.
    private static func inDatabase<Value>(
        _ queue: DatabaseQueue, _ path: String, _ body: (Database) throws(OpenError) -> Value
    ) throws(OpenError) -> Value {
        try queue.writeWithoutTransaction { database in
            Result { () throws(OpenError) in try body(database) }
        }.get()
    }

    private static func migrate(_ queue: DatabaseQueue) throws(OpenError) {
        let migrator = Schema.migrator
        do {
            guard try !queue.read(migrator.hasBeenSuperseded) else { throw OpenError.newerSchema }
            try migrator.migrate(queue)
        } catch let error as OpenError {
            throw error
        } catch {
            throw .migrationFailed(code: SQLiteFailure(error).code)
        }
    }

    /// The name of this copy of the data; made with the data.
    private static func incarnation(_ database: Database, _ seams: SQLiteSeams) throws(OpenError) -> UUIDBytes {
        var random = seams.random
        let fresh = UUIDBytes(high: random.next(), low: random.next())
        do {
            let insert = try SQLStatement(
                database, "INSERT OR IGNORE INTO meta (id, incarnation, revision, folded) VALUES (1, ?, 0, 0)")
            insert.bind(fresh)
            try insert.run()
            let select = try SQLStatement(database, "SELECT incarnation FROM meta WHERE id = 1")
            guard let stored = try select.first({ (row) throws(RowFailure) in try row.uuidBytes() }) else {
                throw OpenError.damaged(finding: "no incarnation")
            }
            return stored
        } catch let error as OpenError {
            throw error
        } catch {
            throw .damaged(finding: "no incarnation")
        }
    }
}
