/// Assigns an active number to a user of its owner (S-39). Main numbers have no user; a number that somebody else holds
/// is taken from that person first.
package struct AssignUser: NumberEdit {
    /// Who asks.
    package let origin: CommandOrigin
    /// The number.
    package let number: NumberAddress
    /// The user.
    package let user: UserID
    /// Version the number must still be at; nil for whatever it is.
    package let expectedVersion: UInt64?
    /// A dry run.
    package let validateOnly: Bool

    /// The right it takes.
    package static let action = Action.assignUser
    /// How the audit calls it.
    package static let auditAction = AuditAction.assignUser

    /// An assignment.
    package init(
        origin: CommandOrigin, number: NumberAddress, user: UserID, expectedVersion: UInt64? = nil,
        validateOnly: Bool = false
    ) {
        self.origin = origin
        self.number = number
        self.user = user
        self.expectedVersion = expectedVersion
        self.validateOnly = validateOnly
    }

    /// The user.
    package func furtherRows(in rows: Rows) -> [RowKey] { [.user(user)] }

    /// Assigns.
    package func edit(_ record: inout NumberRecord, _ rows: Rows, at now: WallTime) throws(Refusal) {
        try record.checkActive(at: now)
        guard record.type != .main else { throw .mainNumberHasNoHandset }
        let person = try rows.user(user, visibleTo: origin.actor)
        guard person.owner == record.owner else { throw .userOfAnotherOwner }
        guard record.user == nil || record.user == user else { throw .numberAssigned }
        record.user = user
    }
}
