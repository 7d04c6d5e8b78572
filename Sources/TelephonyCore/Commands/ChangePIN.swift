/// Replaces the PIN by one of the holder's choice: as a whole or not at all (S-06, S-08, S-22…S-30, Q-18).
package struct ChangePIN: Command {
    /// What entitles to the change.
    package enum Authorization: Sendable {
        /// The token of a sign-in that demanded the change.
        case token(SecretBytes)
        /// The PIN in force; showing it is a sign-in attempt, with everything that belongs to it.
        case currentPIN(SecretPIN)
    }

    /// Who asks.
    package let origin: CommandOrigin
    /// The number.
    package let number: NumberAddress
    /// What entitles to the change.
    package let authorization: Authorization
    /// The PIN wanted.
    package let newPIN: SecretPIN
    /// Where and from where.
    package let attempt: Attempt

    /// A change.
    package init(
        origin: CommandOrigin, number: NumberAddress, authorization: Authorization, newPIN: SecretPIN,
        attempt: Attempt
    ) {
        self.origin = origin
        self.number = number
        self.authorization = authorization
        self.newPIN = newPIN
        self.attempt = attempt
    }

    /// The number, the policy and the request.
    package func missingRows(in rows: Rows) -> [RowKey] {
        rows.missing([.number(number), .policy(.platform)] + origin.requestKeys)
    }

    /// Judges the authorization, then the candidate, then changes.
    package func decide(
        _ rows: Rows, _ environment: Environment<some PINVault>, random: inout some RandomNumberGenerator
    ) throws(Refusal) -> Decision<ChangePINReply> {
        try origin.authorize(.changePIN)
        let now = environment.now
        let found = PINDoor.find(number, in: rows, for: origin.actor, at: now)
        let policy = rows.effectivePolicy(for: found)
        let memory = environment.terms.mutationMemory
        if let stored = try origin.recall(in: rows, memory, at: now, environment.terms) {
            return Decision(ChangePINReply(stored, isVisible: found != nil).told(to: origin.actor.role, policy.policy))
        }
        var judgement = try judge(found, policy.policy, environment)
        var reply = ChangePINReply(judgement.verdict)
        var audited = judgement.auditOutcome
        if judgement.verdict == .accepted, var record = judgement.number {
            reply.violations = try broken(record, policy.policy, environment.vault)
            if reply.violations.isEmpty {
                try change(&record, policy, environment, random: &random)
                judgement.events.append(Event(.pinChanged, record, at: now))
                judgement.isChanged = true
                reply.generation = record.pin.generation
            } else {
                reply.outcome = .refused
                audited = .rulesBroken
                if case .token = authorization {
                    reply.candidatesLeft = record.pin.countCandidate()
                    judgement.isChanged = true
                }
            }
            judgement.number = record
        }
        let entry = origin.audit(
            .changePIN, audited, judgement.number, number, attempt, at: now, evaluated: judgement.isEvaluated)
        let changes = judgement.changes(entry, origin.record(reply.stored(at: now), memory))
        return Decision(reply.told(to: origin.actor.role, policy.policy), changes)
    }

    private func judge(
        _ found: NumberRecord?, _ policy: PINPolicy, _ environment: Environment<some PINVault>
    ) throws(Refusal) -> Judgement {
        switch authorization {
        case .token(let token):
            newPIN.withPIN { PINDoor.judge(token, at: found, under: policy, candidate: $0, environment) }
        case .currentPIN(let pin):
            try pin.withPIN { (pin: borrowing PIN) throws(Refusal) in
                try PINDoor.judge(pin, at: found, under: policy, surface: attempt.surface, environment)
            }
        }
    }

    private func broken(
        _ record: NumberRecord, _ policy: PINPolicy, _ vault: some PINVault
    ) throws(Refusal) -> PINViolations {
        try newPIN.withPIN { (pin: borrowing PIN) throws(Refusal) in
            try policy.violations(of: pin, for: record, vault)
        }
    }

    private func change(
        _ record: inout NumberRecord, _ policy: PolicyRecord, _ environment: Environment<some PINVault>,
        random: inout some RandomNumberGenerator
    ) throws(Refusal) {
        let binding = record.binding
        let verifier = try newPIN.withPIN { (pin: borrowing PIN) throws(Refusal) in
            do {
                return try environment.vault.seal(verifierFor: pin, binding, random: &random)
            } catch {
                throw .damaged
            }
        }
        record.pin.change(to: verifier, under: policy, at: environment.now)
        record.touch(at: environment.now)
    }
}
