extension CommandOrigin {
    /// An entry about something done to a number.
    package func audit(
        _ action: AuditAction, _ outcome: AuditOutcome, _ number: NumberRecord, at now: WallTime
    ) -> AuditEntry {
        AuditEntry(
            action: action, outcome: outcome, time: now, actor: actor.name, number: number.id, requestID: requestID,
            reason: reason, generation: number.pin.generation)
    }

    /// An entry about an organisation, a person or a policy.
    package func audit(
        _ action: AuditAction, _ outcome: AuditOutcome, subject: String, at now: WallTime
    ) -> AuditEntry {
        AuditEntry(
            action: action, outcome: outcome, time: now, actor: actor.name, subject: subject, requestID: requestID,
            reason: reason)
    }

    /// An entry about something done with a PIN: the same shape whether the number is there or not.
    package func audit(
        _ action: AuditAction, _ outcome: AuditOutcome, _ number: NumberRecord?, _ address: NumberAddress,
        _ attempt: Attempt, at now: WallTime, evaluated: Bool
    ) -> AuditEntry {
        AuditEntry(
            action: action, outcome: outcome, time: now, actor: actor.name, number: number?.id,
            subject: number == nil ? address.text : "", surface: attempt.surface, origin: attempt.address,
            device: attempt.device, requestID: requestID, reason: reason,
            generation: number?.pin.generation ?? 0, evaluated: evaluated)
    }
}
