/// Says which rules a candidate breaks. Those that compare with a secret are looked at only under a change token, where
/// every candidate counts: otherwise asking often enough would tell the last PIN (R-5b).
package struct CheckPIN: Command {
    /// Who asks.
    package let origin: CommandOrigin
    /// The number.
    package let number: NumberAddress
    /// The candidate.
    package let candidate: SecretPIN
    /// The token of a sign-in, if there is one.
    package let token: SecretBytes?
    /// From where; no surface.
    package let attempt: Attempt

    /// A question.
    package init(
        origin: CommandOrigin, number: NumberAddress, candidate: SecretPIN, token: SecretBytes?, attempt: Attempt
    ) {
        self.origin = origin
        self.number = number
        self.candidate = candidate
        self.token = token
        self.attempt = attempt
    }

    /// The number, the policy and the request.
    package func missingRows(in rows: Rows) -> [RowKey] {
        rows.missing([.number(number), .policy(.platform)] + origin.requestKeys)
    }

    /// Looks at the candidate. A number that is not there is answered like one without an extension.
    package func decide(
        _ rows: Rows, _ environment: Environment<some PINVault>, random: inout some RandomNumberGenerator
    ) throws(Refusal) -> Decision<CheckPINReply> {
        try origin.authorize(.checkPIN)
        let now = environment.now
        let found = PINDoor.find(number, in: rows, for: origin.actor, at: now)
        let policy = rows.effectivePolicy(for: found).policy
        let memory = environment.terms.signInMemory
        if let stored = try origin.recall(in: rows, memory, at: now, environment.terms) {
            return Decision(CheckPINReply(stored))
        }
        var reply = CheckPINReply()
        reply.violations = candidate.withPIN {
            policy.structuralViolations(of: $0, extensionNumber: found?.extensionNumber)
        }
        var judgement = Judgement(verdict: found == nil ? .unknown : .accepted, number: found, isChanged: false)
        if let token {
            judgement = candidate.withPIN {
                PINDoor.judge(token, at: found, under: policy, candidate: $0, environment)
            }
            if judgement.verdict == .accepted, var record = found {
                reply.violations = try candidate.withPIN { (pin: borrowing PIN) throws(Refusal) in
                    try policy.violations(of: pin, for: record, environment.vault)
                }
                reply.secretRulesChecked = true
                _ = record.pin.countCandidate()
                judgement.number = record
                judgement.isChanged = true
            }
        } else {
            candidate.withPIN { environment.vault.matchDecoy($0) }
        }
        let isBroken = judgement.verdict == .accepted && !reply.violations.isEmpty
        let entry = origin.audit(
            .checkPIN, isBroken ? .rulesBroken : judgement.auditOutcome, judgement.number, number, attempt, at: now,
            evaluated: false)
        return Decision(reply, judgement.changes(entry, origin.record(reply.stored(at: now), memory)))
    }
}
