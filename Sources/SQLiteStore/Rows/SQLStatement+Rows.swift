extension SQLStatement {
    /// The first row, if there is one; ready to be bound again.
    func first<Value>(_ read: (SQLStatement) throws(RowFailure) -> Value) throws(RowFailure) -> Value? {
        defer { reset() }
        return try next() ? read(self) : nil
    }

    /// All rows; ready to be bound again.
    func all<Value>(_ read: (SQLStatement) throws(RowFailure) -> Value) throws(RowFailure) -> [Value] {
        defer { reset() }
        var values: [Value] = []
        while try next() { values.append(try read(self)) }
        return values
    }

    private func next() throws(RowFailure) -> Bool {
        do throws(SQLiteFailure) {
            return try step()
        } catch {
            throw .failed(error)
        }
    }
}
