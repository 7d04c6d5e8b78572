package import TelephonyCore

/// Operators by id, page by page.
package struct ListOperators: Query {
    /// Who asks.
    package let actor: Actor
    /// Where the page before ended; nil for the first page.
    package let after: OperatorID?
    /// Most rows of the page.
    package let limit: Int

    /// Asks for a page; `limit` is brought within 1...1,000.
    package init(actor: Actor, after: OperatorID? = nil, limit: Int) {
        self.actor = actor
        self.after = after
        self.limit = PageLimit.clamp(limit)
    }

    package func run(_ reader: some RowReader, now: WallTime) throws(StoreError) -> Page<OperatorRecord, OperatorID> {
        try actor.require(.readOrganisations)
        let selection = OrganisationSelection(scope: actor.scope)
        return Page(try reader.operators(selection, after: after, limit: limit + 1), limit: limit, position: \.id)
    }
}
