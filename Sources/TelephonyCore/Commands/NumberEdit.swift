/// A command that changes one number and answers with it: what such commands share.
///
/// The conforming type says what it may do and how the number changes; this says in which order everything is checked.
package protocol NumberEdit: Command where Reply == NumberReply {
    /// Who asks.
    var origin: CommandOrigin { get }
    /// The number.
    var number: NumberAddress { get }
    /// Version the number must still be at; nil for whatever it is.
    var expectedVersion: UInt64? { get }
    /// A dry run.
    var validateOnly: Bool { get }
    /// The right it takes.
    static var action: Action { get }
    /// How the audit calls it.
    static var auditAction: AuditAction { get }

    /// Checks fields that are wrong whatever the state.
    func checkFields() throws(Refusal)
    /// Other rows it needs, once the number is loaded.
    func furtherRows(in rows: Rows) -> [RowKey]
    /// Changes the number; leaving it as it is means that there was nothing to do.
    func edit(_ record: inout NumberRecord, _ rows: Rows, at now: WallTime) throws(Refusal)
}

extension NumberEdit {
    /// Nothing is wrong by itself.
    package func checkFields() throws(Refusal) {}

    /// No others.
    package func furtherRows(in rows: Rows) -> [RowKey] { [] }

    /// The number, the policy, the request and what the conforming type adds.
    package func missingRows(in rows: Rows) -> [RowKey] {
        rows.missing([.number(number), .policy(.platform)] + furtherRows(in: rows) + origin.requestKeys)
    }

    /// Checks, changes, audits.
    package func decide(
        _ rows: Rows, _ environment: Environment<some PINVault>, random: inout some RandomNumberGenerator
    ) throws(Refusal) -> Decision<NumberReply> {
        try origin.authorize(Self.action)
        try checkFields()
        let now = environment.now
        let before = try rows.number(number, visibleTo: origin.actor)
        let policy = rows.effectivePolicy(for: before).policy
        let terms = environment.terms
        if try origin.recall(in: rows, terms.mutationMemory, at: now, terms) != nil {
            return Decision(NumberReply(number: NumberView(before, under: policy, at: now, for: origin.actor.role)))
        }
        try before.checkVersion(expectedVersion)
        var record = before
        try edit(&record, rows, at: now)
        let isChanged = record != before
        var changes = Changes()
        if isChanged {
            record.touch(at: now)
            changes.numbers = [record]
        }
        changes.audit = [origin.audit(Self.auditAction, isChanged ? .done : .unchanged, record, at: now)]
        let stored = StoredOutcome(code: 1, generation: record.version, time: now)
        let view = NumberView(record, under: policy, at: now, for: origin.actor.role)
        return origin.conclude(
            NumberReply(number: view), changes, stored, terms, validateOnly: validateOnly)
    }
}
