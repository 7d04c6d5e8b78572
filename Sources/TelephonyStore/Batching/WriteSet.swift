package import TelephonyCore

/// What a batch writes, merged: each row once, as the last command left it; audit, events and requests in order.
package struct WriteSet: Sendable {
    /// Something that a command added, under the command's revision.
    package struct Added<Value: Sendable>: Sendable {
        /// Revision of the command.
        package let revision: UInt64
        /// What it added.
        package let value: Value
    }

    /// Revision of each command of the batch, in order.
    package private(set) var revisions: [UInt64] = []
    /// The last revision, after the batch.
    package private(set) var revision: UInt64
    /// Audit entries, in order.
    package private(set) var audit: [Added<AuditEntry>] = []
    /// Events, in order.
    package private(set) var events: [Added<Event>] = []
    /// What is kept of requests.
    package private(set) var requests: [Added<RequestRecord>] = []
    /// Operators.
    package private(set) var operators: [OperatorID: OperatorRecord] = [:]
    /// Sites.
    package private(set) var sites: [SiteID: SiteRecord] = [:]
    /// Occupiers.
    package private(set) var occupiers: [OccupierID: OccupierRecord] = [:]
    /// Users.
    package private(set) var users: [UserID: UserRecord] = [:]
    /// Policies.
    package private(set) var policies: [PolicyLevel: PolicyRecord] = [:]
    /// Entitlements.
    package private(set) var entitlements: [EntitlementKey: EntitlementRecord] = [:]
    private var numbersByID: [NumberID: NumberRecord] = [:]

    /// Names an entitlement.
    package struct EntitlementKey: Sendable, Hashable {
        let owner: NumberOwner
        let site: SiteID
    }

    /// Nothing yet, after a revision.
    init(after revision: UInt64, count: Int) {
        self.revision = revision
        revisions.reserveCapacity(count)
    }

    /// Whether there is nothing to write: then there is nothing to commit.
    package var isEmpty: Bool {
        audit.isEmpty && events.isEmpty && requests.isEmpty && numbersByID.isEmpty && operators.isEmpty
            && sites.isEmpty && occupiers.isEmpty && users.isEmpty && policies.isEmpty && entitlements.isEmpty
    }

    /// Numbers, main numbers last, so that an owner never has two of them in between.
    package var numbers: [NumberRecord] {
        if numbersByID.isEmpty { return [] }
        return numbersByID.values.filter { $0.type == .ordinary } + numbersByID.values.filter { $0.type == .main }
    }

    /// Adds what a command changed; it takes the next revision, unless that is nothing.
    mutating func add(_ changes: Changes) {
        if changes.isEmpty { return addNothing() }
        revision += 1
        revisions.append(revision)
        for entry in changes.audit { audit.append(Added(revision: revision, value: entry)) }
        for event in changes.events { events.append(Added(revision: revision, value: event)) }
        if let request = changes.request { requests.append(Added(revision: revision, value: request)) }
        for record in changes.numbers { numbersByID[record.id] = record }
        for record in changes.operators { operators[record.id] = record }
        for record in changes.sites { sites[record.id] = record }
        for record in changes.occupiers { occupiers[record.id] = record }
        for record in changes.users { users[record.id] = record }
        for record in changes.policies { policies[record.level] = record }
        for record in changes.entitlements {
            entitlements[EntitlementKey(owner: record.owner, site: record.site)] = record
        }
    }

    /// Notes a command without changes; it has the revision it saw.
    mutating func addNothing() { revisions.append(revision) }
}
