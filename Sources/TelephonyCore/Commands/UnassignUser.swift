/// Takes a number from its user. The number stays active with its PIN: for somebody who leaves, deactivate (S-39).
package struct UnassignUser: NumberEdit {
    /// Who asks.
    package let origin: CommandOrigin
    /// The number.
    package let number: NumberAddress
    /// Version the number must still be at; nil for whatever it is.
    package let expectedVersion: UInt64?
    /// A dry run.
    package let validateOnly: Bool

    /// The right it takes.
    package static let action = Action.unassignUser
    /// How the audit calls it.
    package static let auditAction = AuditAction.unassignUser

    /// An end of assignment.
    package init(
        origin: CommandOrigin, number: NumberAddress, expectedVersion: UInt64? = nil, validateOnly: Bool = false
    ) {
        self.origin = origin
        self.number = number
        self.expectedVersion = expectedVersion
        self.validateOnly = validateOnly
    }

    /// Takes it.
    package func edit(_ record: inout NumberRecord, _ rows: Rows, at now: WallTime) throws(Refusal) {
        try record.checkActive(at: now)
        record.user = nil
    }
}
