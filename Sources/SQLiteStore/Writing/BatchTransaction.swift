internal import TelephonyCore
internal import TelephonyStore

/// The open transaction of a batch: loads rows by their keys.
struct BatchTransaction: BatchStorage {
    let statements: RowStatements
    let seams: SQLiteSeams

    mutating func load(_ keys: Set<RowKey>, into rows: inout Rows) throws(SQLiteFailure) -> Set<RowKey> {
        var damaged: Set<RowKey> = []
        for key in keys {
            do throws(RowFailure) {
                try load(key, into: &rows)
            } catch {
                switch error {
                case .damaged: damaged.insert(key)
                case .failed(let failure): throw failure
                }
            }
        }
        try seams.reach(.afterLoad)
        return damaged
    }

    private func load(_ key: RowKey, into rows: inout Rows) throws(RowFailure) {
        switch key {
        case .number(let address):
            if let record = try statements.number(address) { rows.load(record) }
        case .mainNumber(let owner, let site):
            if let record = try statements.mainNumber(of: owner, at: site) { rows.load(record) }
        case .entitlement(let owner, let site):
            if let record = try statements.entitlement(of: owner, at: site) { rows.put(record) }
        case .operator(let id):
            if let record = try statements.operator(id) { rows.put(record) }
        case .site(let id):
            if let record = try statements.site(id) { rows.put(record) }
        case .occupier(let id):
            if let record = try statements.occupier(id) { rows.put(record) }
        case .user(let id):
            if let record = try statements.user(id) { rows.put(record) }
        case .policy(let level):
            if let record = try statements.policy(level) { rows.put(record) }
        case .request(let id):
            if let record = try statements.request(id) { rows.put(record) }
        }
    }
}

extension SQLiteSeams {
    /// Tells a test that a failpoint is reached.
    func reach(_ point: Failpoint) throws(SQLiteFailure) {
        if let failpoint { try failpoint(point) }
    }
}
