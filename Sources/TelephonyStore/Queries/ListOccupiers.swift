package import TelephonyCore

/// Occupiers by id, page by page.
package struct ListOccupiers: Query {
    /// Who asks.
    package let actor: Actor
    /// Only those of this operator; nil for all.
    package let operatorID: OperatorID?
    /// Only those with a contract at this site; nil for all.
    package let site: SiteID?
    /// Where the page before ended; nil for the first page.
    package let after: OccupierID?
    /// Most rows of the page.
    package let limit: Int

    /// Asks for a page; `limit` is brought within 1...1,000.
    package init(actor: Actor, operatorID: OperatorID? = nil, site: SiteID? = nil, after: OccupierID? = nil, limit: Int)
    {
        self.actor = actor
        self.operatorID = operatorID
        self.site = site
        self.after = after
        self.limit = PageLimit.clamp(limit)
    }

    package func run(_ reader: some RowReader, now: WallTime) throws(StoreError) -> Page<OccupierRecord, OccupierID> {
        try actor.require(.readOrganisations)
        let selection = OrganisationSelection(scope: actor.scope, operatorID: operatorID, site: site)
        return Page(try reader.occupiers(selection, after: after, limit: limit + 1), limit: limit, position: \.id)
    }
}
