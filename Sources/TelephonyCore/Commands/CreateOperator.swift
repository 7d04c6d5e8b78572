/// Creates a landlord.
package struct CreateOperator: Command {
    /// Who asks.
    package let origin: CommandOrigin
    /// The operator.
    package let record: OperatorRecord
    /// A dry run.
    package let validateOnly: Bool

    /// A creation.
    package init(origin: CommandOrigin, record: OperatorRecord, validateOnly: Bool = false) {
        self.origin = origin
        self.record = record
        self.validateOnly = validateOnly
    }

    /// Whatever has the id, and the request.
    package func missingRows(in rows: Rows) -> [RowKey] {
        rows.missing([.operator(record.id)] + origin.requestKeys)
    }

    /// Creates it.
    ///
    /// - Throws: `Refusal.alreadyExists` and those of every command.
    package func decide(
        _ rows: Rows, _ environment: Environment<some PINVault>, random: inout some RandomNumberGenerator
    ) throws(Refusal) -> Decision<OperatorRecord> {
        try origin.authorize(.createOperator)
        guard origin.actor.scope == .platform else { throw .notPermitted }
        let now = environment.now
        let terms = environment.terms
        let existing = rows.operator(record.id)
        if try origin.recall(in: rows, terms.mutationMemory, at: now, terms) != nil {
            return Decision(existing ?? record)
        }
        try TextRules.checkName(record.name, field: "operator.name")
        guard existing == nil else { throw .alreadyExists(.operator, name: record.id.text) }
        var changes = Changes()
        changes.operators = [record]
        changes.audit = [origin.audit(.createOperator, .done, subject: record.id.text, at: now)]
        return origin.conclude(
            record, changes, StoredOutcome(code: 1, time: now), terms, validateOnly: validateOnly)
    }
}
