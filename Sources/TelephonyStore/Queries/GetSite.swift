package import TelephonyCore

/// One site by its id.
package struct GetSite: Query {
    /// Who asks.
    package let actor: Actor
    /// Which site.
    package let id: SiteID

    /// Asks for a site.
    package init(actor: Actor, id: SiteID) {
        self.actor = actor
        self.id = id
    }

    package func run(_ reader: some RowReader, now: WallTime) throws(StoreError) -> SiteRecord {
        try actor.require(.readOrganisations)
        return try Self.visible(id, to: actor, reader)
    }

    /// The site, if it is there for an actor: for an occupier, where it has a contract.
    ///
    /// - Throws: `StoreError.refused(.notFound)` when it is not.
    static func visible(_ id: SiteID, to actor: Actor, _ reader: some RowReader) throws(StoreError) -> SiteRecord {
        var occupier: OccupierRecord?
        if case .occupier(let own) = actor.scope { occupier = try reader.occupier(own) }
        guard let found = try reader.site(id), found.isVisible(to: actor.scope, occupier: occupier) else {
            throw .refused(.notFound(.site))
        }
        return found
    }
}
