/// The rows a batch works on: what the store loaded, with the changes of earlier commands of the batch applied.
///
/// A key that was loaded and is not there is known to be missing; a key that was never loaded is `isLoaded == false`.
package struct Rows: Sendable {
    private var loaded: Set<RowKey> = []
    private var numbers: [NumberID: NumberRecord] = [:]
    private var addresses: [NumberAddress: NumberID] = [:]
    private var mainNumbers: [MainNumberKey: NumberID] = [:]
    private var entitlements: [MainNumberKey: EntitlementRecord] = [:]
    private var operators: [OperatorID: OperatorRecord] = [:]
    private var sites: [SiteID: SiteRecord] = [:]
    private var occupiers: [OccupierID: OccupierRecord] = [:]
    private var users: [UserID: UserRecord] = [:]
    private var policies: [PolicyLevel: PolicyRecord] = [:]
    private var requests: [RequestID: RequestRecord] = [:]

    private struct MainNumberKey: Hashable {
        let owner: NumberOwner
        let site: SiteID
    }

    /// No rows.
    package init() {}

    /// Whether the store has looked for this key.
    package func isLoaded(_ key: RowKey) -> Bool { loaded.contains(key) }

    /// The number at an address.
    package func number(_ address: NumberAddress) -> NumberRecord? {
        addresses[address].flatMap { numbers[$0] }
    }

    /// The main number of an owner at a site.
    package func mainNumber(of owner: NumberOwner, at site: SiteID) -> NumberRecord? {
        mainNumbers[MainNumberKey(owner: owner, site: site)].flatMap { numbers[$0] }
    }

    /// The entitlement of an owner at a site.
    package func entitlement(of owner: NumberOwner, at site: SiteID) -> EntitlementRecord? {
        entitlements[MainNumberKey(owner: owner, site: site)]
    }

    /// An operator.
    package func `operator`(_ id: OperatorID) -> OperatorRecord? { operators[id] }
    /// A site.
    package func site(_ id: SiteID) -> SiteRecord? { sites[id] }
    /// An occupier.
    package func occupier(_ id: OccupierID) -> OccupierRecord? { occupiers[id] }
    /// A user.
    package func user(_ id: UserID) -> UserRecord? { users[id] }
    /// The policy set at a level.
    package func policy(_ level: PolicyLevel) -> PolicyRecord? { policies[level] }
    /// What is kept of a request.
    package func request(_ id: RequestID) -> RequestRecord? { requests[id] }

    /// Notes that the store has looked for these keys, found or not.
    package mutating func markLoaded(_ keys: some Sequence<RowKey>) { loaded.formUnion(keys) }

    /// Takes in a row that was loaded; does nothing to a row that a command of this batch has changed already.
    package mutating func load(_ number: NumberRecord) {
        if numbers[number.id] == nil { put(number) }
    }

    /// Takes in other rows that were loaded, or changed.
    package mutating func put(_ record: EntitlementRecord) {
        entitlements[MainNumberKey(owner: record.owner, site: record.site)] = record
    }
    /// Takes in an operator.
    package mutating func put(_ record: OperatorRecord) { operators[record.id] = record }
    /// Takes in a site.
    package mutating func put(_ record: SiteRecord) { sites[record.id] = record }
    /// Takes in an occupier.
    package mutating func put(_ record: OccupierRecord) { occupiers[record.id] = record }
    /// Takes in a user.
    package mutating func put(_ record: UserRecord) { users[record.id] = record }
    /// Takes in a policy.
    package mutating func put(_ record: PolicyRecord) { policies[record.level] = record }
    /// Takes in a request.
    package mutating func put(_ record: RequestRecord) { requests[record.id] = record }

    /// Makes the changes of one command visible to the later ones of its batch.
    package mutating func apply(_ changes: Changes) {
        for number in changes.numbers { put(number) }
        for record in changes.entitlements { put(record) }
        for record in changes.operators { put(record) }
        for record in changes.sites { put(record) }
        for record in changes.occupiers { put(record) }
        for record in changes.users { put(record) }
        for record in changes.policies { put(record) }
        if let request = changes.request { put(request) }
    }

    private mutating func put(_ number: NumberRecord) {
        if let old = numbers[number.id], old.type == .main, let owner = old.owner {
            mainNumbers[MainNumberKey(owner: owner, site: old.site)] = nil
        }
        numbers[number.id] = number
        addresses[.e164(number.e164)] = number.id
        addresses[.extensionAtSite(number.extensionNumber, number.site)] = number.id
        if number.type == .main, let owner = number.owner {
            mainNumbers[MainNumberKey(owner: owner, site: number.site)] = number.id
        }
    }
}
