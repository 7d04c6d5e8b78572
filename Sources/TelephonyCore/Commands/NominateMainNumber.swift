/// Makes an AVAILABLE number a main number, or an ordinary one again (domain 2.2).
package struct NominateMainNumber: NumberEdit {
    /// Who asks.
    package let origin: CommandOrigin
    /// The number.
    package let number: NumberAddress
    /// Main, or ordinary.
    package let isMain: Bool
    /// Version the number must still be at; nil for whatever it is.
    package let expectedVersion: UInt64?
    /// A dry run.
    package let validateOnly: Bool

    /// The right it takes.
    package static let action = Action.nominateMainNumber
    /// How the audit calls it.
    package static let auditAction = AuditAction.nominateMainNumber

    /// A nomination, or its end.
    package init(
        origin: CommandOrigin, number: NumberAddress, isMain: Bool, expectedVersion: UInt64? = nil,
        validateOnly: Bool = false
    ) {
        self.origin = origin
        self.number = number
        self.isMain = isMain
        self.expectedVersion = expectedVersion
        self.validateOnly = validateOnly
    }

    /// Only before allocation.
    package func edit(_ record: inout NumberRecord, _ rows: Rows, at now: WallTime) throws(Refusal) {
        let state = record.state(at: now)
        guard state == .available else { throw .numberNotAvailable(state) }
        record.type = isMain ? .main : .ordinary
    }
}
