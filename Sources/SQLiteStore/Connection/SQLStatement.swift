internal import GRDB
internal import GRDBSQLite

/// A prepared statement, used raw: bind in order, step, read columns in order. GRDB compiles it and keeps it alive; its
/// row and argument types are not in the way (they cost several times the statement itself).
///
/// Used on the thread of its connection only. Binding notes the first error, and `step` throws it.
final class SQLStatement {
    private let statement: Statement
    private let handle: OpaquePointer
    private var bound: Int32 = 0
    private var bindCode = SQLITE_OK
    private var column: Int32 = 0

    /// What SQLite copies before the call returns.
    private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    /// Compiles a statement.
    init(_ database: Database, _ sql: String) throws(SQLiteFailure) {
        do {
            statement = try database.makeStatement(sql: sql)
        } catch {
            throw SQLiteFailure(error)
        }
        handle = statement.sqliteStatement
    }

    /// Makes it ready to be bound again; ends a read that was not stepped to its end.
    func reset() {
        sqlite3_reset(handle)
        bound = 0
        bindCode = SQLITE_OK
    }

    // MARK: Parameters, first to last

    func bind(_ value: Int64?) {
        bound += 1
        note(value.map { sqlite3_bind_int64(handle, bound, $0) } ?? sqlite3_bind_null(handle, bound))
    }

    func bind(_ text: String?) {
        bound += 1
        guard var text else { return note(sqlite3_bind_null(handle, bound)) }
        note(
            text.withUTF8 { utf8 in
                guard let base = utf8.baseAddress else { return sqlite3_bind_text(handle, bound, "", 0, nil) }
                return base.withMemoryRebound(to: CChar.self, capacity: utf8.count) {
                    sqlite3_bind_text(handle, bound, $0, Int32(clamping: utf8.count), Self.transient)
                }
            })
    }

    func bind(blob: [UInt8]?) {
        guard let blob else { return bind(nil as Int64?) }
        blob.withUnsafeBytes { bind(raw: $0) }
    }

    func bind(raw bytes: UnsafeRawBufferPointer) {
        bound += 1
        // A nil pointer would bind NULL, not an empty blob.
        guard let base = bytes.baseAddress else { return note(sqlite3_bind_zeroblob(handle, bound, 0)) }
        note(sqlite3_bind_blob(handle, bound, base, Int32(clamping: bytes.count), Self.transient))
    }

    private func note(_ code: Int32) {
        if bindCode == SQLITE_OK { bindCode = code }
    }

    // MARK: Steps

    /// Goes to the next row; false after the last, when the statement is reset.
    func step() throws(SQLiteFailure) -> Bool {
        guard bindCode == SQLITE_OK else {
            let code = bindCode
            reset()
            throw SQLiteFailure(code: code)
        }
        switch sqlite3_step(handle) {
        case SQLITE_ROW:
            column = 0
            return true
        case SQLITE_DONE:
            reset()
            return false
        default:
            let code = sqlite3_extended_errcode(sqlite3_db_handle(handle))
            reset()
            throw SQLiteFailure(code: code)
        }
    }

    /// Runs a statement without rows.
    func run() throws(SQLiteFailure) {
        while try step() {}
    }

    /// How many rows the last write of this connection changed.
    var changes: Int32 { sqlite3_changes(sqlite3_db_handle(handle)) }

    /// Whether no transaction is open on this connection.
    var isOutsideTransaction: Bool { sqlite3_get_autocommit(sqlite3_db_handle(handle)) != 0 }

    // MARK: Columns, first to last

    func int64() -> Int64 {
        defer { column += 1 }
        return sqlite3_column_int64(handle, column)
    }

    func optionalInt64() -> Int64? {
        if sqlite3_column_type(handle, column) == SQLITE_NULL {
            column += 1
            return nil
        }
        return int64()
    }

    /// A text; NULL and damaged UTF-8 both come as nil.
    func text() -> String? {
        defer { column += 1 }
        guard let start = sqlite3_column_text(handle, column) else { return nil }
        let utf8 = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
        return String(validating: utf8, as: UTF8.self)
    }

    func blob() -> [UInt8]? {
        defer { column += 1 }
        guard sqlite3_column_type(handle, column) == SQLITE_BLOB else { return nil }
        let count = Int(sqlite3_column_bytes(handle, column))
        guard let start = sqlite3_column_blob(handle, column) else { return [] }
        return Array(UnsafeRawBufferPointer(start: start, count: count))
    }

    /// Sixteen bytes as a UUID; nil for anything else.
    func uuid() -> (high: UInt64, low: UInt64)? {
        defer { column += 1 }
        guard sqlite3_column_bytes(handle, column) == 16, let start = sqlite3_column_blob(handle, column) else {
            return nil
        }
        let bytes = UnsafeRawBufferPointer(start: start, count: 16)
        return (
            UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
            UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        )
    }
}
