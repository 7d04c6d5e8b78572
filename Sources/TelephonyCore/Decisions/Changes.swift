/// What one command writes, all or nothing, in one transaction: rows, audit, events, and what is kept of the request.
package struct Changes: Sendable {
    /// Numbers created or changed.
    package var numbers: [NumberRecord] = []
    /// Entitlements created or changed.
    package var entitlements: [EntitlementRecord] = []
    /// Operators created.
    package var operators: [OperatorRecord] = []
    /// Sites created.
    package var sites: [SiteRecord] = []
    /// Occupiers created or changed.
    package var occupiers: [OccupierRecord] = []
    /// Users created.
    package var users: [UserRecord] = []
    /// Policies set.
    package var policies: [PolicyRecord] = []
    /// What the audit says of it; at least one for every mutation, attempt and reading of a Default PIN.
    package var audit: [AuditEntry] = []
    /// What others are told of it; never a PIN.
    package var events: [Event] = []
    /// What is kept for a retry; nil when the caller sent no id.
    package var request: RequestRecord?

    /// No changes.
    package init() {}

    /// Whether there is nothing to write.
    package var isEmpty: Bool {
        numbers.isEmpty && entitlements.isEmpty && operators.isEmpty && sites.isEmpty && occupiers.isEmpty
            && users.isEmpty && policies.isEmpty && audit.isEmpty && events.isEmpty && request == nil
    }
}
