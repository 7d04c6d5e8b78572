internal import GRDB

/// Marks a new file as ours, and refuses those of others before anything is written to them.
enum Ownership {
    /// The file holds something else.
    struct Foreign: Error {}

    static func claim(_ database: Database) throws {
        let mark = try Int.fetchOne(database, sql: "PRAGMA application_id")
        if mark == Schema.applicationID { return }
        let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema")
        guard mark == 0, tables == 0 else { throw Foreign() }
        try database.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
    }
}
