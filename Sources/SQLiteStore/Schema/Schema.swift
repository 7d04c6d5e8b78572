internal import GRDB

/// The schema as a list of migrations. A migration is named, and never changed once it is released.
enum Schema {
    /// Marks the file as ours: "TELP".
    static let applicationID = 0x5445_4C50

    /// All migrations, oldest first.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("v1 directory") { try $0.execute(sql: directory) }
        migrator.registerMigration("v1 numbers") { try $0.execute(sql: numbers) }
        migrator.registerMigration("v1 history") { try $0.execute(sql: history) }
        return migrator
    }
}
