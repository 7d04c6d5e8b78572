package import TelephonyCore

/// The policy that holds at a level: the one set there, or what the level inherits.
package struct GetPolicy: Query {
    /// Who asks.
    package let actor: Actor
    /// Which level.
    package let level: PolicyLevel

    /// Asks for a policy.
    package init(actor: Actor, level: PolicyLevel) {
        self.actor = actor
        self.level = level
    }

    package func run(_ reader: some RowReader, now: WallTime) throws(StoreError) -> PolicyRecord {
        try actor.require(.readPolicy)
        try requireVisibleLevel(reader)
        if let policy = try reader.policy(level) { return policy }
        return try reader.effectivePolicy(for: nil)
    }

    /// What holds for everybody may be known by everybody; a lower level only by those who see its organisation.
    private func requireVisibleLevel(_ reader: some RowReader) throws(StoreError) {
        switch level {
        case .platform: return
        case .operator(let id): _ = try GetOperator.visible(id, to: actor, reader)
        case .site(let id): _ = try GetSite.visible(id, to: actor, reader)
        case .occupier(let id): _ = try GetOccupier.visible(id, to: actor, reader)
        }
    }
}
