package import TelephonyCore

/// Sites by id, page by page.
package struct ListSites: Query {
    /// Who asks.
    package let actor: Actor
    /// Only those of this operator; nil for all.
    package let operatorID: OperatorID?
    /// Where the page before ended; nil for the first page.
    package let after: SiteID?
    /// Most rows of the page.
    package let limit: Int

    /// Asks for a page; `limit` is brought within 1...1,000.
    package init(actor: Actor, operatorID: OperatorID? = nil, after: SiteID? = nil, limit: Int) {
        self.actor = actor
        self.operatorID = operatorID
        self.after = after
        self.limit = PageLimit.clamp(limit)
    }

    package func run(_ reader: some RowReader, now: WallTime) throws(StoreError) -> Page<SiteRecord, SiteID> {
        try actor.require(.readOrganisations)
        let selection = OrganisationSelection(scope: actor.scope, operatorID: operatorID)
        return Page(try reader.sites(selection, after: after, limit: limit + 1), limit: limit, position: \.id)
    }
}
