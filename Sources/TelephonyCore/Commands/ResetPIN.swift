/// Puts the Default PIN back and unlocks (S-10…S-21, R-14, R-15, R-18).
package struct ResetPIN: Command {
    /// Who asks.
    package let origin: CommandOrigin
    /// The number.
    package let number: NumberAddress
    /// Version the number must still be at; nil for whatever it is.
    package let expectedVersion: UInt64?
    /// Ends the handset login too.
    package let endsHandsetLogin: Bool
    /// A dry run.
    package let validateOnly: Bool

    /// A reset.
    package init(
        origin: CommandOrigin, number: NumberAddress, expectedVersion: UInt64? = nil, endsHandsetLogin: Bool = false,
        validateOnly: Bool = false
    ) {
        self.origin = origin
        self.number = number
        self.expectedVersion = expectedVersion
        self.endsHandsetLogin = endsHandsetLogin
        self.validateOnly = validateOnly
    }

    /// The number, the policy and the request.
    package func missingRows(in rows: Rows) -> [RowKey] {
        rows.missing([.number(number), .policy(.platform)] + origin.requestKeys)
    }

    /// Resets an active number; one already at its default too, and says so.
    package func decide(
        _ rows: Rows, _ environment: Environment<some PINVault>, random: inout some RandomNumberGenerator
    ) throws(Refusal) -> Decision<ResetPINReply> {
        try origin.authorize(.resetPIN)
        let now = environment.now
        let before = try rows.number(number, visibleTo: origin.actor)
        let policy = rows.effectivePolicy(for: before).policy
        let terms = environment.terms
        if let stored = try origin.recall(in: rows, terms.mutationMemory, at: now, terms) {
            return Decision(ResetPINReply(stored, before, policy, at: now, for: origin.actor.role))
        }
        try before.checkVersion(expectedVersion)
        try before.checkActive(at: now)
        var record = before
        record.pin.reset(under: policy, at: now)
        if endsHandsetLogin { record.handsetLogin = nil }
        record.touch(at: now)
        var flags: ResetPINReply.Flags = []
        if !before.pin.isDefault { flags.insert(.changed) }
        if before.pin.isLocked(under: policy, at: now) { flags.insert(.unlocked) }
        let isUnchanged = flags.isEmpty && before.pin.failures == 0 && before.handsetLogin == record.handsetLogin
        var changes = Changes()
        changes.numbers = [record]
        changes.events = [Event(.pinReset, record, at: now)]
        changes.audit = [origin.audit(.resetPIN, isUnchanged ? .unchanged : .done, record, at: now)]
        let stored = StoredOutcome(
            code: 1, flags: flags.rawValue, generation: record.pin.generation, time: now)
        return origin.conclude(
            ResetPINReply(stored, record, policy, at: now, for: origin.actor.role), changes, stored, terms,
            validateOnly: validateOnly)
    }
}
