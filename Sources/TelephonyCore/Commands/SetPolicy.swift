/// Sets the policy of a level: later changes of PINs obey it, PINs in force stay valid (S-31, R-16).
package struct SetPolicy: Command {
    /// Who asks.
    package let origin: CommandOrigin
    /// The level; only the platform's so far.
    package let level: PolicyLevel
    /// The whole policy.
    package let policy: PINPolicy
    /// Version the policy must still be at; nil for whatever it is.
    package let expectedVersion: UInt64?
    /// A dry run.
    package let validateOnly: Bool

    /// A new policy.
    package init(
        origin: CommandOrigin, level: PolicyLevel, policy: PINPolicy, expectedVersion: UInt64? = nil,
        validateOnly: Bool = false
    ) {
        self.origin = origin
        self.level = level
        self.policy = policy
        self.expectedVersion = expectedVersion
        self.validateOnly = validateOnly
    }

    /// The policy so far and the request.
    package func missingRows(in rows: Rows) -> [RowKey] {
        rows.missing([.policy(.platform)] + origin.requestKeys)
    }

    /// Sets the policy; the same one again is no change. Only who has the whole platform in scope sets the platform's.
    package func decide(
        _ rows: Rows, _ environment: Environment<some PINVault>, random: inout some RandomNumberGenerator
    ) throws(Refusal) -> Decision<PolicyRecord> {
        try origin.authorize(.setPolicy)
        guard level == .platform else {
            throw .invalid(field: "scope", problem: "only the platform has a policy of its own")
        }
        guard origin.actor.scope == .platform else { throw .notPermitted }
        let now = environment.now
        let terms = environment.terms
        let before = rows.policy(level) ?? .factory
        if try origin.recall(in: rows, terms.mutationMemory, at: now, terms) != nil { return Decision(before) }
        try policy.validate()
        if let expectedVersion, expectedVersion != before.version { throw .versionMismatch }
        let isChanged = policy != before.policy
        var record = before
        var changes = Changes()
        if isChanged {
            record = PolicyRecord(level: level, policy: policy, version: before.version &+ 1)
            changes.policies = [record]
        }
        changes.audit = [origin.audit(.setPolicy, isChanged ? .done : .unchanged, subject: "platform", at: now)]
        let stored = StoredOutcome(code: 1, generation: record.version, time: now)
        return origin.conclude(record, changes, stored, terms, validateOnly: validateOnly)
    }
}
