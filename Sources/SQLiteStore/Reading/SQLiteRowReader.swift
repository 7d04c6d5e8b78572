internal import GRDB
internal import TelephonyCore
internal import TelephonyStore

/// The rows of one read transaction, as queries see them.
struct SQLiteRowReader: RowReader {
    let database: Database
    let rows: RowStatements
    let cache: StatementCache
    let signIns: SignInTimes
    let health: ReaderHealth

    func number(_ address: NumberAddress) throws(StoreError) -> NumberRecord? {
        try found { () throws(RowFailure) in try rows.number(address) }
    }

    func mainNumber(of owner: NumberOwner, at site: SiteID) throws(StoreError) -> NumberRecord? {
        try found { () throws(RowFailure) in try rows.mainNumber(of: owner, at: site) }
    }

    func numbers(
        _ selection: NumberSelection, after position: NumberPosition?, limit: Int
    ) throws(StoreError) -> [NumberRecord] {
        let order = selection.order == .e164 ? "e164" : "extension, e164"
        return try list(
            "SELECT \(NumberColumns.list) FROM numbers", SQLCondition(selection, after: position),
            " ORDER BY \(order)", limit, NumberColumns.read)
    }

    func count(_ selection: NumberSelection) throws(StoreError) -> UInt32 {
        let counts = try list(
            "SELECT count(*) FROM numbers", SQLCondition(selection), "", 1
        ) { (row) throws(RowFailure) in UInt32(clamping: row.int64()) }
        return counts.first ?? 0
    }

    func `operator`(_ id: OperatorID) throws(StoreError) -> OperatorRecord? {
        try found { () throws(RowFailure) in try rows.operator(id) }
    }

    func site(_ id: SiteID) throws(StoreError) -> SiteRecord? {
        try found { () throws(RowFailure) in try rows.site(id) }
    }

    func occupier(_ id: OccupierID) throws(StoreError) -> OccupierRecord? {
        try found { () throws(RowFailure) in try rows.occupier(id) }
    }

    func user(_ id: UserID) throws(StoreError) -> UserRecord? {
        try found { () throws(RowFailure) in try rows.user(id) }
    }

    func operators(
        _ selection: OrganisationSelection, after id: OperatorID?, limit: Int
    ) throws(StoreError) -> [OperatorRecord] {
        try list(
            "SELECT id, name FROM operators", SQLCondition(operators: selection, after: id), " ORDER BY id", limit,
            RowStatements.readOperator)
    }

    func sites(
        _ selection: OrganisationSelection, after id: SiteID?, limit: Int
    ) throws(StoreError) -> [SiteRecord] {
        try list(
            "SELECT id, operator, name, time_zone FROM sites", SQLCondition(sites: selection, after: id),
            " ORDER BY id", limit, RowStatements.readSite)
    }

    func occupiers(
        _ selection: OrganisationSelection, after id: OccupierID?, limit: Int
    ) throws(StoreError) -> [OccupierRecord] {
        try list(
            "SELECT id, operator, name FROM occupiers", SQLCondition(occupiers: selection, after: id),
            " ORDER BY id", limit
        ) { (row) throws(RowFailure) in try rows.readOccupier(row) }
    }

    func users(
        _ selection: OrganisationSelection, after id: UserID?, limit: Int
    ) throws(StoreError) -> [UserRecord] {
        try list(
            "SELECT id, owner_kind, owner, operator, name, email FROM users",
            SQLCondition(users: selection, after: id), " ORDER BY id", limit, RowStatements.readUser)
    }

    func policy(_ level: PolicyLevel) throws(StoreError) -> PolicyRecord? {
        try found { () throws(RowFailure) in try rows.policy(level) }
    }

    func entitlement(of owner: NumberOwner, at site: SiteID) throws(StoreError) -> EntitlementRecord? {
        try found { () throws(RowFailure) in try rows.entitlement(of: owner, at: site) }
    }

    /// Runs a list; every list has a limit.
    func list<Value>(
        _ select: String, _ condition: SQLCondition, _ order: String, _ limit: Int,
        _ read: (SQLStatement) throws(RowFailure) -> Value
    ) throws(StoreError) -> [Value] {
        try found { () throws(RowFailure) in
            let statement = try cache.statement("\(select)\(condition.clause)\(order) LIMIT ?", database)
            condition.bind(to: statement)
            statement.bind(Int64(limit))
            return try statement.all(read)
        }
    }

    /// Says a failure in the port's terms, and notes what breaks the reader.
    func found<Value>(_ body: () throws(RowFailure) -> Value) throws(StoreError) -> Value {
        do throws(RowFailure) {
            return try body()
        } catch {
            switch error {
            case .damaged: throw .refused(.damaged)
            case .failed(let failure):
                if failure.meaning == .interrupted { throw .notExecuted(.expired) }
                if failure.meaning == .fatal { health.failure = failure }
                throw .unavailable
            }
        }
    }
}
