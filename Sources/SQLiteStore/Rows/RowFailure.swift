/// Why a row was not read.
enum RowFailure: Error {
    /// It is there and cannot be understood: nobody decides on it.
    case damaged
    /// SQLite failed.
    case failed(SQLiteFailure)
}
