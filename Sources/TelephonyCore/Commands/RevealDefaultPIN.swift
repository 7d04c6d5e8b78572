/// Shows a number's Default PIN to somebody entitled; every reading is audited, a repeated one too (S-04, S-36, Q-20).
package struct RevealDefaultPIN: Command {
    /// Who asks.
    package let origin: CommandOrigin
    /// The number.
    package let number: NumberAddress

    /// A reading.
    package init(origin: CommandOrigin, number: NumberAddress) {
        self.origin = origin
        self.number = number
    }

    /// The number and the request.
    package func missingRows(in rows: Rows) -> [RowKey] {
        rows.missing([.number(number)] + origin.requestKeys)
    }

    /// Opens the Default PIN, in any state of the number. A retry reads it again, under the right the caller has now.
    package func decide(
        _ rows: Rows, _ environment: Environment<some PINVault>, random: inout some RandomNumberGenerator
    ) throws(Refusal) -> Decision<RevealDefaultPINReply> {
        try origin.authorize(.revealDefaultPIN)
        let now = environment.now
        let record = try rows.number(number, visibleTo: origin.actor)
        let memory = environment.terms.mutationMemory
        let earlier = try origin.recall(in: rows, memory, at: now, environment.terms)
        let pin: SecretPIN
        do {
            pin = SecretPIN(try environment.vault.open(record.pin.sealedDefault, record.binding))
        } catch {
            throw .damaged
        }
        var changes = Changes()
        changes.audit = [origin.audit(.revealDefaultPIN, .done, record, at: now)]
        if earlier == nil {
            let stored = StoredOutcome(code: 1, generation: record.pin.generation, time: now)
            changes.request = origin.record(stored, memory)
        }
        return Decision(RevealDefaultPINReply(defaultPIN: pin), changes)
    }
}

/// A Default PIN for somebody entitled to it.
package struct RevealDefaultPINReply: Sendable {
    /// The PIN.
    package let defaultPIN: SecretPIN
}
