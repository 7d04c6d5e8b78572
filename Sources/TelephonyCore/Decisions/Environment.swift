/// What the world hands to a decision: the time and the keys. Randomness comes beside it, because it changes.
package struct Environment<Vault: PINVault>: Sendable {
    /// The time of the transaction.
    package let now: WallTime
    /// The keys.
    package let vault: Vault
    /// Durations that the domain uses.
    package let terms: DomainTerms

    /// A world.
    package init(now: WallTime, vault: Vault, terms: DomainTerms = DomainTerms()) {
        self.now = now
        self.vault = vault
        self.terms = terms
    }
}
