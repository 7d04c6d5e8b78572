/// Lifts a lock and forgets failures; the PIN stays (R-10, U-5).
package struct UnlockPIN: Command {
    /// Who asks.
    package let origin: CommandOrigin
    /// The number.
    package let number: NumberAddress
    /// Version the number must still be at; nil for whatever it is.
    package let expectedVersion: UInt64?
    /// A dry run.
    package let validateOnly: Bool

    /// An unlock.
    package init(
        origin: CommandOrigin, number: NumberAddress, expectedVersion: UInt64? = nil, validateOnly: Bool = false
    ) {
        self.origin = origin
        self.number = number
        self.expectedVersion = expectedVersion
        self.validateOnly = validateOnly
    }

    /// The number, the policy and the request.
    package func missingRows(in rows: Rows) -> [RowKey] {
        rows.missing([.number(number), .policy(.platform)] + origin.requestKeys)
    }

    /// Unlocks an active number. Without a lock and without failures nothing is written but the audit.
    package func decide(
        _ rows: Rows, _ environment: Environment<some PINVault>, random: inout some RandomNumberGenerator
    ) throws(Refusal) -> Decision<UnlockPINReply> {
        try origin.authorize(.unlockPIN)
        let now = environment.now
        let before = try rows.number(number, visibleTo: origin.actor)
        let policy = rows.effectivePolicy(for: before).policy
        let terms = environment.terms
        if let stored = try origin.recall(in: rows, terms.mutationMemory, at: now, terms) {
            let view = NumberView(before, under: policy, at: now, for: origin.actor.role)
            return Decision(UnlockPINReply(unlocked: stored.flags == 1, number: view))
        }
        try before.checkVersion(expectedVersion)
        try before.checkActive(at: now)
        var record = before
        let isLocked = before.pin.isLocked(under: policy, at: now)
        var changes = Changes()
        if record.pin.unlock() {
            record.touch(at: now)
            changes.events = [Event(.pinUnlocked, record, at: now)]
        }
        if record != before { changes.numbers = [record] }
        changes.audit = [origin.audit(.unlockPIN, record == before ? .unchanged : .done, record, at: now)]
        let stored = StoredOutcome(
            code: 1, flags: isLocked ? 1 : 0, generation: record.pin.generation, time: now)
        let view = NumberView(record, under: policy, at: now, for: origin.actor.role)
        return origin.conclude(
            UnlockPINReply(unlocked: isLocked, number: view), changes, stored, terms, validateOnly: validateOnly)
    }
}

/// What an unlock did.
package struct UnlockPINReply: Sendable, Hashable {
    /// Whether there was a lock.
    package let unlocked: Bool
    /// The number now.
    package let number: NumberView
}
