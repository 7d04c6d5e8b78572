/// Sets how many numbers an owner may have active at a site (domain 2.1).
package struct GrantVoiceServices: Command {
    /// Most entitlements of one owner at one site.
    package static let countMax: UInt32 = 1_000_000

    /// Who asks.
    package let origin: CommandOrigin
    /// The owner.
    package let owner: NumberOwner
    /// The site.
    package let site: SiteID
    /// In all, those in use included.
    package let count: UInt32
    /// A dry run.
    package let validateOnly: Bool

    /// A grant.
    package init(
        origin: CommandOrigin, owner: NumberOwner, site: SiteID, count: UInt32, validateOnly: Bool = false
    ) {
        self.origin = origin
        self.owner = owner
        self.site = site
        self.count = count
        self.validateOnly = validateOnly
    }

    /// The owner, the site, the entitlement so far and the request.
    package func missingRows(in rows: Rows) -> [RowKey] {
        rows.missing([owner.rowKey, .site(site), .entitlement(owner, site)] + origin.requestKeys)
    }

    /// Sets the count.
    ///
    /// - Throws: `Refusal.entitlementInUse` when more are in use, `.ownerNotAtSite`, and those of every command.
    package func decide(
        _ rows: Rows, _ environment: Environment<some PINVault>, random: inout some RandomNumberGenerator
    ) throws(Refusal) -> Decision<EntitlementRecord> {
        try origin.authorize(.grantVoiceServices)
        guard count <= Self.countMax else {
            throw .invalid(field: "count", problem: "must be at most \(Self.countMax)")
        }
        let now = environment.now
        let terms = environment.terms
        let place = try rows.site(site, visibleTo: origin.actor)
        try rows.checkPresence(of: owner, at: site, runBy: place.operatorID, actor: origin.actor)
        let before =
            rows.entitlement(of: owner, at: site) ?? EntitlementRecord(owner: owner, site: site, count: 0, used: 0)
        if try origin.recall(in: rows, terms.mutationMemory, at: now, terms) != nil { return Decision(before) }
        guard count >= before.used else { throw .entitlementInUse(used: before.used) }
        var record = before
        record.count = count
        var changes = Changes()
        if record != before { changes.entitlements = [record] }
        let subject = "\(owner.text)@\(site.text)"
        changes.audit = [
            origin.audit(.grantVoiceServices, record == before ? .unchanged : .done, subject: subject, at: now)
        ]
        let stored = StoredOutcome(code: 1, flags: count, time: now)
        return origin.conclude(record, changes, stored, terms, validateOnly: validateOnly)
    }
}

extension NumberOwner {
    /// The id of the organisation.
    package var text: String {
        switch self {
        case .operator(let id): id.text
        case .occupier(let id): id.text
        }
    }
}
