/// Creates a site of an operator.
package struct CreateSite: Command {
    /// Who asks.
    package let origin: CommandOrigin
    /// The site.
    package let record: SiteRecord
    /// A dry run.
    package let validateOnly: Bool

    /// A creation.
    package init(origin: CommandOrigin, record: SiteRecord, validateOnly: Bool = false) {
        self.origin = origin
        self.record = record
        self.validateOnly = validateOnly
    }

    /// Whatever has the id, the operator, and the request.
    package func missingRows(in rows: Rows) -> [RowKey] {
        rows.missing([.site(record.id), .operator(record.operatorID)] + origin.requestKeys)
    }

    /// Creates it.
    ///
    /// - Throws: `Refusal.alreadyExists`, `.notFound` without the operator, and those of every command.
    package func decide(
        _ rows: Rows, _ environment: Environment<some PINVault>, random: inout some RandomNumberGenerator
    ) throws(Refusal) -> Decision<SiteRecord> {
        try origin.authorize(.createSite)
        let now = environment.now
        let terms = environment.terms
        _ = try rows.operator(record.operatorID, visibleTo: origin.actor)
        let existing = rows.site(record.id)
        if try origin.recall(in: rows, terms.mutationMemory, at: now, terms) != nil {
            return Decision(existing ?? record)
        }
        try TextRules.checkName(record.name, field: "site.name")
        try TextRules.checkTimeZone(record.timeZone, field: "site.time_zone")
        guard existing == nil else { throw .alreadyExists(.site, name: record.id.text) }
        var changes = Changes()
        changes.sites = [record]
        changes.audit = [origin.audit(.createSite, .done, subject: record.id.text, at: now)]
        return origin.conclude(
            record, changes, StoredOutcome(code: 1, time: now), terms, validateOnly: validateOnly)
    }
}
