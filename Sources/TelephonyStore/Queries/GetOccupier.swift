package import TelephonyCore

/// One occupier by its id.
package struct GetOccupier: Query {
    /// Who asks.
    package let actor: Actor
    /// Which occupier.
    package let id: OccupierID

    /// Asks for an occupier.
    package init(actor: Actor, id: OccupierID) {
        self.actor = actor
        self.id = id
    }

    package func run(_ reader: some RowReader, now: WallTime) throws(StoreError) -> OccupierRecord {
        try actor.require(.readOrganisations)
        return try Self.visible(id, to: actor, reader)
    }

    /// The occupier, if it is there for an actor.
    ///
    /// - Throws: `StoreError.refused(.notFound)` when it is not.
    static func visible(_ id: OccupierID, to actor: Actor, _ reader: some RowReader) throws(StoreError)
        -> OccupierRecord
    {
        guard let found = try reader.occupier(id), found.isVisible(to: actor.scope) else {
            throw .refused(.notFound(.occupier))
        }
        return found
    }
}
