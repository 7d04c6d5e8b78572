package import TelephonyCore

/// The main number and the phone numbers of an owner at a site, filtered, page by page (S-32, S-33).
package struct ListNumbers: Query {
    /// A page of numbers.
    package struct Listing: Sendable {
        /// The owner's main number at the site, which the filter does not apply to; on the first page only, and only
        /// when one owner and one site were asked for.
        package let mainNumber: FoundNumber?
        /// The phone numbers; main numbers are not among them.
        package let page: Page<FoundNumber, NumberPosition>
        /// How many there are in all; on the first page only.
        package let total: UInt32?
    }

    /// Who asks.
    package let actor: Actor
    /// Which numbers; its scope, type, time and lock duration are set here.
    package let selection: NumberSelection
    /// Where the page before ended; nil for the first page.
    package let after: NumberPosition?
    /// Most numbers of the page.
    package let limit: Int

    /// Asks for a page.
    ///
    /// - Parameters:
    ///   - limit: brought within 1...1,000.
    ///   - configure: sets the filters and the order.
    package init(actor: Actor, after: NumberPosition? = nil, limit: Int, configure: (inout NumberSelection) -> Void) {
        self.actor = actor
        self.after = after
        self.limit = PageLimit.clamp(limit)
        var selection = NumberSelection(scope: actor.scope)
        configure(&selection)
        selection.type = .ordinary
        self.selection = selection
    }

    package func run(_ reader: some RowReader, now: WallTime) throws(StoreError) -> Listing {
        try actor.require(.readNumbers)
        guard selection.text.utf8.count <= NumberSelection.textBytesMax else {
            throw .refused(.invalid(field: "filter.text", problem: "longer than 64 bytes"))
        }
        guard after == nil || after?.order == selection.order else {
            throw .refused(.invalid(field: "page_token", problem: "of another order"))
        }
        let policy = try reader.effectivePolicy(for: nil)
        // Whoever is not told of a lock does not find it by a filter either.
        guard selection.isLocked == nil || Permissions.seesLock(actor.role, under: policy.policy) else {
            throw .refused(.notPermitted)
        }
        var selection = selection
        selection.now = now
        selection.lockDuration = policy.policy.autoUnlockAfter
        let rows = try reader.numbers(selection, after: after, limit: limit + 1)
        let page = Page(rows, limit: limit) { NumberPosition(of: $0, order: selection.order) }
        var views: [FoundNumber] = []
        views.reserveCapacity(page.elements.count)
        for number in page.elements { views.append(try FoundNumber(number, from: reader)) }
        return Listing(
            mainNumber: try after == nil ? mainNumber(reader) : nil,
            page: Page(elements: views, next: page.next),
            total: try after == nil ? reader.count(selection) : nil)
    }

    private func mainNumber(_ reader: some RowReader) throws(StoreError) -> FoundNumber? {
        guard let owner = selection.owner, let site = selection.site,
            let number = try reader.mainNumber(of: owner, at: site), number.isVisible(to: actor.scope)
        else { return nil }
        return try FoundNumber(number, from: reader)
    }
}
