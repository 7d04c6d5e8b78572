/// Creates a tenant company of an operator, with contracts at some of its sites.
package struct CreateOccupier: Command {
    /// Most sites of one occupier.
    package static let sitesMax = 100

    /// Who asks.
    package let origin: CommandOrigin
    /// The occupier; its sites in any order, repeated ones count once.
    package let record: OccupierRecord
    /// A dry run.
    package let validateOnly: Bool

    /// A creation.
    package init(origin: CommandOrigin, record: OccupierRecord, validateOnly: Bool = false) {
        self.origin = origin
        var sorted = record
        sorted.sites = Set(record.sites).sorted()
        self.record = sorted
        self.validateOnly = validateOnly
    }

    /// Whatever has the id, the operator, the sites and the request.
    package func missingRows(in rows: Rows) -> [RowKey] {
        let sites = record.sites.prefix(Self.sitesMax).map(RowKey.site)
        return rows.missing([.occupier(record.id), .operator(record.operatorID)] + sites + origin.requestKeys)
    }

    /// Creates it.
    ///
    /// - Throws: `Refusal.alreadyExists`, `.notFound` without the operator or one of the sites, and those of every
    ///   command.
    package func decide(
        _ rows: Rows, _ environment: Environment<some PINVault>, random: inout some RandomNumberGenerator
    ) throws(Refusal) -> Decision<OccupierRecord> {
        try origin.authorize(.createOccupier)
        let now = environment.now
        let terms = environment.terms
        _ = try rows.operator(record.operatorID, visibleTo: origin.actor)
        let existing = rows.occupier(record.id)
        if try origin.recall(in: rows, terms.mutationMemory, at: now, terms) != nil {
            return Decision(existing ?? record)
        }
        try TextRules.checkName(record.name, field: "occupier.name")
        guard record.sites.count <= Self.sitesMax else {
            throw .invalid(field: "occupier.site_ids", problem: "must be at most \(Self.sitesMax)")
        }
        for site in record.sites {
            guard rows.site(site)?.operatorID == record.operatorID else { throw .notFound(.site) }
        }
        guard existing == nil else { throw .alreadyExists(.occupier, name: record.id.text) }
        var changes = Changes()
        changes.occupiers = [record]
        changes.audit = [origin.audit(.createOccupier, .done, subject: record.id.text, at: now)]
        return origin.conclude(
            record, changes, StoredOutcome(code: 1, time: now), terms, validateOnly: validateOnly)
    }
}
