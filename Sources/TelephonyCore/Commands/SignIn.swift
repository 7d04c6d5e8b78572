/// One try at one number with one PIN (S-01, S-05…S-11, R-6…R-8).
package struct SignIn: Command {
    /// Who asks.
    package let origin: CommandOrigin
    /// The number.
    package let number: NumberAddress
    /// The PIN as typed.
    package let pin: SecretPIN
    /// Where and from where; a surface is required.
    package let attempt: Attempt

    /// A try.
    package init(origin: CommandOrigin, number: NumberAddress, pin: SecretPIN, attempt: Attempt) {
        self.origin = origin
        self.number = number
        self.pin = pin
        self.attempt = attempt
    }

    /// The number, the policy and the request.
    package func missingRows(in rows: Rows) -> [RowKey] {
        rows.missing([.number(number), .policy(.platform)] + origin.requestKeys)
    }

    /// Judges the try. A clean success writes its audit and request rows only.
    package func decide(
        _ rows: Rows, _ environment: Environment<some PINVault>, random: inout some RandomNumberGenerator
    ) throws(Refusal) -> Decision<SignInReply> {
        try origin.authorize(.signIn)
        guard let surface = attempt.surface else { throw .invalid(field: "surface", problem: "is required") }
        let now = environment.now
        let memory = environment.terms.signInMemory
        let found = PINDoor.find(number, in: rows, for: origin.actor, at: now)
        let policy = rows.effectivePolicy(for: found).policy
        if let stored = try origin.recall(in: rows, memory, at: now, environment.terms) {
            return Decision(try replay(stored, found, policy, environment, random: &random))
        }
        var judgement = try pin.withPIN { (pin: borrowing PIN) throws(Refusal) in
            try PINDoor.judge(pin, at: found, under: policy, surface: surface, environment)
        }
        let outcome = SignInReply.Outcome(judgement, at: surface, under: policy)
        if outcome == .accepted, surface == .handset { logIn(&judgement, at: now) }
        let entry = origin.audit(
            .signIn, outcome == .changeRequired ? .changeRequired : judgement.auditOutcome, judgement.number, number,
            attempt, at: now, evaluated: judgement.isEvaluated)
        let stored = StoredOutcome(
            code: outcome.rawValue, generation: judgement.number?.pin.generation ?? 0, time: now)
        let changes = judgement.changes(entry, origin.record(stored, memory))
        let reply = try reply(outcome, judgement.number, policy, environment, random: &random)
        return Decision(reply, changes)
    }

    /// Keeps who is logged in at the handset; the same handset again is no change.
    private func logIn(_ judgement: inout Judgement, at now: WallTime) {
        guard !attempt.device.isEmpty, judgement.number?.handsetLogin?.deviceID != attempt.device else { return }
        judgement.number?.handsetLogin = HandsetLogin(deviceID: attempt.device, time: now)
        judgement.number?.touch(at: now)
        judgement.isChanged = true
    }

    /// The same verdict again, without looking at a PIN. A right PIN whose generation has passed, or that is locked by
    /// now, opens nothing any more (RL-28).
    private func replay(
        _ stored: StoredOutcome, _ found: NumberRecord?, _ policy: PINPolicy, _ environment: Environment<some PINVault>,
        random: inout some RandomNumberGenerator
    ) throws(Refusal) -> SignInReply {
        var outcome = SignInReply.Outcome(rawValue: stored.code) ?? .rejected
        if outcome == .accepted || outcome == .changeRequired {
            if let pin = found?.pin {
                if pin.isLocked(under: policy, at: environment.now) {
                    outcome = .locked
                } else if pin.generation != stored.generation {
                    outcome = .rejected
                }
            } else {
                outcome = .rejected
            }
        }
        var reply = try reply(outcome, found, policy, environment, random: &random)
        reply.isReplay = true
        return reply
    }

    private func reply(
        _ outcome: SignInReply.Outcome, _ number: NumberRecord?, _ policy: PINPolicy,
        _ environment: Environment<some PINVault>, random: inout some RandomNumberGenerator
    ) throws(Refusal) -> SignInReply {
        let told = outcome.told(to: origin.actor.role, under: policy)
        var reply = SignInReply(outcome: told)
        guard let number, told == .accepted || told == .changeRequired else { return reply }
        reply.pinIsDefault = number.pin.isDefault
        reply.generation = number.pin.generation
        if told == .changeRequired {
            let token = try ChangeToken.mint(for: number, environment, random: &random)
            reply.changeToken = token
        }
        return reply
    }
}
