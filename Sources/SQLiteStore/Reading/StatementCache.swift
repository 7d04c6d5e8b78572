internal import GRDB

/// Statements of lists, by their text. There are few texts (values are bound), and no more than a limit are kept.
/// Used on the thread of its connection only.
final class StatementCache {
    /// Most statements kept; when there would be more, all are dropped and compiled again as needed.
    static let statementsMax = 128

    private var statements: [String: SQLStatement] = [:]

    /// The statement of a text.
    func statement(_ sql: String, _ database: Database) throws(RowFailure) -> SQLStatement {
        if let statement = statements[sql] { return statement }
        if statements.count >= Self.statementsMax { statements.removeAll() }
        do throws(SQLiteFailure) {
            let statement = try SQLStatement(database, sql)
            statements[sql] = statement
            return statement
        } catch {
            throw .failed(error)
        }
    }
}
