package import TelephonyCore

/// The number that somebody dialled, by E.164 or by extension at a site (S-34).
package struct LookupNumber: Query {
    /// Who asks.
    package let actor: Actor
    /// What was dialled, in canonical form.
    package let address: NumberAddress

    /// Looks a number up.
    package init(actor: Actor, address: NumberAddress) {
        self.actor = actor
        self.address = address
    }

    package func run(_ reader: some RowReader, now: WallTime) throws(StoreError) -> FoundNumber {
        try GetNumber(actor: actor, address: address).run(reader, now: now)
    }
}
