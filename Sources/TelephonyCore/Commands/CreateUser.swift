/// Creates a person who can hold numbers of an organisation.
package struct CreateUser: Command {
    /// Who asks.
    package let origin: CommandOrigin
    /// Id of the person.
    package let id: UserID
    /// Where the person belongs.
    package let owner: NumberOwner
    /// Name.
    package let name: String
    /// E-mail address; empty for none.
    package let email: String
    /// A dry run.
    package let validateOnly: Bool

    /// A creation.
    package init(
        origin: CommandOrigin, id: UserID, owner: NumberOwner, name: String, email: String, validateOnly: Bool = false
    ) {
        self.origin = origin
        self.id = id
        self.owner = owner
        self.name = name
        self.email = email
        self.validateOnly = validateOnly
    }

    /// Whatever has the id, the organisation, and the request.
    package func missingRows(in rows: Rows) -> [RowKey] {
        rows.missing([.user(id), owner.rowKey] + origin.requestKeys)
    }

    /// Creates it; the operator is taken from the organisation's row.
    ///
    /// - Throws: `Refusal.alreadyExists`, `.notFound` without the organisation, and those of every command.
    package func decide(
        _ rows: Rows, _ environment: Environment<some PINVault>, random: inout some RandomNumberGenerator
    ) throws(Refusal) -> Decision<UserRecord> {
        try origin.authorize(.createUser)
        let now = environment.now
        let terms = environment.terms
        let operatorID: OperatorID =
            switch owner {
            case .operator(let id): try rows.operator(id, visibleTo: origin.actor).id
            case .occupier(let id): try rows.occupier(id, visibleTo: origin.actor).operatorID
            }
        let record = UserRecord(id: id, owner: owner, operatorID: operatorID, name: name, email: email)
        let existing = rows.user(id)
        if try origin.recall(in: rows, terms.mutationMemory, at: now, terms) != nil {
            return Decision(existing ?? record)
        }
        try TextRules.checkName(name, field: "user.name")
        try TextRules.checkEmail(email, field: "user.email")
        guard existing == nil else { throw .alreadyExists(.user, name: id.text) }
        var changes = Changes()
        changes.users = [record]
        changes.audit = [origin.audit(.createUser, .done, subject: id.text, at: now)]
        return origin.conclude(
            record, changes, StoredOutcome(code: 1, time: now), terms, validateOnly: validateOnly)
    }
}
