internal import GRDB
internal import TelephonyCore

/// The statements that find single rows, compiled once per connection and used on its thread only.
final class RowStatements {
    private let numberByE164: SQLStatement
    private let numberByExtension: SQLStatement
    private let mainNumber: SQLStatement
    private let entitlement: SQLStatement
    private let `operator`: SQLStatement
    private let site: SQLStatement
    private let occupier: SQLStatement
    private let occupierSites: SQLStatement
    private let user: SQLStatement
    private let policy: SQLStatement
    private let request: SQLStatement

    /// Compiles them.
    init(_ database: Database) throws(SQLiteFailure) {
        let number = "SELECT \(NumberColumns.list) FROM numbers WHERE"
        numberByE164 = try SQLStatement(database, "\(number) e164 = ?")
        numberByExtension = try SQLStatement(database, "\(number) site = ? AND extension = ?")
        mainNumber = try SQLStatement(
            database, "\(number) type = 2 AND owner IS NOT NULL AND owner_kind = ? AND owner = ? AND site = ?")
        entitlement = try SQLStatement(
            database, "SELECT total, used FROM entitlements WHERE owner_kind = ? AND owner = ? AND site = ?")
        `operator` = try SQLStatement(database, "SELECT id, name FROM operators WHERE id = ?")
        site = try SQLStatement(database, "SELECT id, operator, name, time_zone FROM sites WHERE id = ?")
        occupier = try SQLStatement(database, "SELECT id, operator, name FROM occupiers WHERE id = ?")
        occupierSites = try SQLStatement(
            database, "SELECT site FROM occupier_sites WHERE occupier = ? ORDER BY site")
        user = try SQLStatement(
            database, "SELECT id, owner_kind, owner, operator, name, email FROM users WHERE id = ?")
        policy = try SQLStatement(
            database, "SELECT \(PolicyColumns.list) FROM policies WHERE level_kind = ? AND level = ?")
        request = try SQLStatement(
            database,
            "SELECT actor, fingerprint, code, flags, generation, time, expire_time FROM requests WHERE id = ?")
    }

    func number(_ address: NumberAddress) throws(RowFailure) -> NumberRecord? {
        switch address {
        case .e164(let e164):
            numberByE164.bind(e164.value)
            return try numberByE164.first(NumberColumns.read)
        case .extensionAtSite(let number, let site):
            numberByExtension.bind(site)
            numberByExtension.bind(number.packed)
            return try numberByExtension.first(NumberColumns.read)
        }
    }

    func mainNumber(of owner: NumberOwner, at site: SiteID) throws(RowFailure) -> NumberRecord? {
        mainNumber.bind(owner)
        mainNumber.bind(site)
        return try mainNumber.first(NumberColumns.read)
    }

    func entitlement(of owner: NumberOwner, at site: SiteID) throws(RowFailure) -> EntitlementRecord? {
        entitlement.bind(owner)
        entitlement.bind(site)
        return try entitlement.first { (row) throws(RowFailure) in
            EntitlementRecord(owner: owner, site: site, count: try row.word32(), used: try row.word32())
        }
    }

    func `operator`(_ id: OperatorID) throws(RowFailure) -> OperatorRecord? {
        `operator`.bind(id)
        return try `operator`.first(Self.readOperator)
    }

    func site(_ id: SiteID) throws(RowFailure) -> SiteRecord? {
        site.bind(id)
        return try site.first(Self.readSite)
    }

    func occupier(_ id: OccupierID) throws(RowFailure) -> OccupierRecord? {
        occupier.bind(id)
        return try occupier.first { (row) throws(RowFailure) in try readOccupier(row) }
    }

    func user(_ id: UserID) throws(RowFailure) -> UserRecord? {
        user.bind(id)
        return try user.first(Self.readUser)
    }

    func policy(_ level: PolicyLevel) throws(RowFailure) -> PolicyRecord? {
        PolicyColumns.bind(level, to: policy)
        return try policy.first { (row) throws(RowFailure) in try PolicyColumns.read(level, row) }
    }

    func request(_ id: RequestID) throws(RowFailure) -> RequestRecord? {
        request.bind(id.uuid)
        return try request.first { (row) throws(RowFailure) in
            RequestRecord(
                id: id, actor: try row.string(), fingerprint: RequestFingerprint(hash: try row.uuidBytes()),
                outcome: StoredOutcome(
                    code: try row.byte(), flags: try row.word32(), generation: try row.word(), time: row.time()),
                expireTime: row.time())
        }
    }

    static func readOperator(_ row: SQLStatement) throws(RowFailure) -> OperatorRecord {
        OperatorRecord(id: try row.id(), name: try row.string())
    }

    static func readSite(_ row: SQLStatement) throws(RowFailure) -> SiteRecord {
        SiteRecord(
            id: try row.id(), operatorID: try row.id(), name: try row.string(), timeZone: try row.string())
    }

    /// An occupier with its sites, which are a statement of their own.
    func readOccupier(_ row: SQLStatement) throws(RowFailure) -> OccupierRecord {
        let id: OccupierID = try row.id()
        let operatorID: OperatorID = try row.id()
        let name = try row.string()
        occupierSites.bind(id)
        let sites = try occupierSites.all { (row) throws(RowFailure) -> SiteID in try row.id() }
        return OccupierRecord(id: id, operatorID: operatorID, name: name, sites: sites)
    }

    static func readUser(_ row: SQLStatement) throws(RowFailure) -> UserRecord {
        UserRecord(
            id: try row.id(), owner: try row.owner(), operatorID: try row.id(), name: try row.string(),
            email: try row.string())
    }
}
