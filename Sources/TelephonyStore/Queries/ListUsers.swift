package import TelephonyCore

/// Users by id, page by page.
package struct ListUsers: Query {
    /// Who asks.
    package let actor: Actor
    /// Only those of this organisation; nil for all.
    package let owner: NumberOwner?
    /// Where the page before ended; nil for the first page.
    package let after: UserID?
    /// Most rows of the page.
    package let limit: Int

    /// Asks for a page; `limit` is brought within 1...1,000.
    package init(actor: Actor, owner: NumberOwner? = nil, after: UserID? = nil, limit: Int) {
        self.actor = actor
        self.owner = owner
        self.after = after
        self.limit = PageLimit.clamp(limit)
    }

    package func run(_ reader: some RowReader, now: WallTime) throws(StoreError) -> Page<UserRecord, UserID> {
        try actor.require(.readOrganisations)
        let selection = OrganisationSelection(scope: actor.scope, owner: owner)
        return Page(try reader.users(selection, after: after, limit: limit + 1), limit: limit, position: \.id)
    }
}
