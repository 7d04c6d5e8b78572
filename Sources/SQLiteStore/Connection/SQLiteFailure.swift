internal import GRDB
internal import GRDBSQLite

/// A result code of SQLite that is not success, and what it means for a batch.
package struct SQLiteFailure: Error, Sendable, Hashable {
    /// How far the damage goes.
    package enum Meaning: Sendable, Hashable {
        /// No room on the disk: the batch is undone, reading goes on, later batches may succeed (RL-09).
        case full
        /// Somebody held the store beyond the busy timeout: the batch is undone.
        case busy
        /// A query ran out of its time.
        case interrupted
        /// A command broke a constraint of the schema: it alone is refused.
        case constraint
        /// Anything else, a failed read, write or sync above all: nothing this process believes of the file can be
        /// trusted; it must end and recover (RL-08).
        case fatal
    }

    /// The extended result code.
    package let code: Int32

    /// A failure by its extended result code.
    package init(code: Int32) { self.code = code }

    /// The code of a damaged file.
    static let corrupt = SQLITE_CORRUPT
    /// The code of a file that is no database.
    static let notADatabase = SQLITE_NOTADB

    init(_ error: any Error) {
        code =
            (error as? SQLiteFailure)?.code ?? (error as? DatabaseError)?.extendedResultCode.rawValue ?? SQLITE_ERROR
    }

    /// The primary result code.
    package var primaryCode: Int32 { code & 0xFF }

    /// What it means.
    package var meaning: Meaning {
        switch primaryCode {
        case SQLITE_FULL: .full
        case SQLITE_BUSY, SQLITE_LOCKED: .busy
        case SQLITE_CONSTRAINT: .constraint
        case SQLITE_INTERRUPT: .interrupted
        default: .fatal
        }
    }
}
