import TelephonyCore

/// The rows of the reference store.
struct Tables {
    private(set) var numbers: [NumberID: NumberRecord] = [:]
    private(set) var entitlements: [String: EntitlementRecord] = [:]
    private(set) var operators: [OperatorID: OperatorRecord] = [:]
    private(set) var sites: [SiteID: SiteRecord] = [:]
    private(set) var occupiers: [OccupierID: OccupierRecord] = [:]
    private(set) var users: [UserID: UserRecord] = [:]
    private(set) var policies: [PolicyLevel: PolicyRecord] = [:]
    private(set) var requests: [RequestID: RequestRecord] = [:]

    /// The number at an address, by looking at all of them.
    func number(_ address: NumberAddress) -> NumberRecord? {
        numbers.values.first { number in
            switch address {
            case .e164(let e164): number.e164 == e164
            case .extensionAtSite(let digits, let site): number.extensionNumber == digits && number.site == site
            }
        }
    }

    func load(_ key: RowKey, into rows: inout Rows) {
        switch key {
        case .number(let address):
            if let found = number(address) { rows.load(found) }
        case .mainNumber(let owner, let site):
            let main = numbers.values.first { $0.type == .main && $0.owner == owner && $0.site == site }
            if let main { rows.load(main) }
        case .entitlement(let owner, let site):
            if let found = entitlements["\(owner)@\(site)"] { rows.put(found) }
        case .operator(let id): if let found = operators[id] { rows.put(found) }
        case .site(let id): if let found = sites[id] { rows.put(found) }
        case .occupier(let id): if let found = occupiers[id] { rows.put(found) }
        case .user(let id): if let found = users[id] { rows.put(found) }
        case .policy(let level): if let found = policies[level] { rows.put(found) }
        case .request(let id): if let found = requests[id] { rows.put(found) }
        }
    }

    mutating func apply(_ changes: Changes) {
        for record in changes.numbers { numbers[record.id] = record }
        for record in changes.entitlements { entitlements["\(record.owner)@\(record.site)"] = record }
        for record in changes.operators { operators[record.id] = record }
        for record in changes.sites { sites[record.id] = record }
        for record in changes.occupiers { occupiers[record.id] = record }
        for record in changes.users { users[record.id] = record }
        for record in changes.policies { policies[record.level] = record }
        if let record = changes.request { requests[record.id] = record }
    }
}
