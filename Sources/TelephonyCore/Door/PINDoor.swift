/// The one door: every command that takes the PIN in force goes through here, with one counter, one lock and one way
/// to compare (RL-23).
///
/// In this order: is there such a number for this actor, in use → has it a handset → is it locked → compare → count.
/// Whatever does not come to the comparison does the same work against a decoy.
package enum PINDoor {
    /// The number an attempt is about: there, within the actor's scope, and in use at `now`.
    package static func find(
        _ address: NumberAddress, in rows: Rows, for actor: Actor, at now: WallTime
    ) -> NumberRecord? {
        guard let number = rows.number(address), number.isVisible(to: actor.scope), number.state(at: now) == .active
        else { return nil }
        return number
    }

    /// Judges a PIN.
    ///
    /// - Throws: `Refusal.damaged` when a sealed value does not open: then there is no verdict and nobody gets in.
    package static func judge(
        _ pin: borrowing PIN, at number: NumberRecord?, under policy: PINPolicy, surface: Surface?,
        _ environment: Environment<some PINVault>
    ) throws(Refusal) -> Judgement {
        let now = environment.now
        guard var number else {
            environment.vault.matchDecoy(pin)
            return Judgement(verdict: .unknown, number: nil, isChanged: false)
        }
        if surface == .handset, number.type == .main {
            environment.vault.matchDecoy(pin)
            return Judgement(verdict: .noHandset, number: number, isChanged: false)
        }
        if number.pin.isLocked(under: policy, at: now) {
            environment.vault.matchDecoy(pin)
            return Judgement(verdict: .locked, number: number, isChanged: false)
        }
        var events: [Event] = []
        // A lock that is over by the clock is lifted by the first attempt after it.
        if number.pin.lockTime != nil, number.pin.unlock() {
            number.touch(at: now)
            events.append(Event(.pinUnlocked, number, at: now))
        }
        let isLapsed = !events.isEmpty
        // The limit was lowered below what was tried already: not one guess beyond the new one.
        if number.pin.failures >= policy.maxFailures {
            environment.vault.matchDecoy(pin)
            number.pin.lock(at: now)
            number.touch(at: now)
            events.append(Event(.pinLocked, number, at: now))
            return Judgement(verdict: .locked, number: number, isChanged: true, events: events)
        }
        if try isRight(pin, number, environment.vault) {
            let isForgiven = number.pin.failures > 0
            number.pin.failures = 0
            return Judgement(
                verdict: .accepted, number: number, isChanged: isLapsed || isForgiven, events: events,
                isEvaluated: true)
        }
        let isLocking = number.pin.countFailure(under: policy, at: now)
        if isLocking {
            number.touch(at: now)
            events.append(Event(.pinLocked, number, at: now))
        }
        return Judgement(
            verdict: isLocking ? .rejectedAndLocked : .rejected, number: number, isChanged: true, events: events,
            isEvaluated: true)
    }

    /// Judges a change token, the second step of a sign-in: everything the first step asked is asked again (RL-23).
    /// `candidate` pays for the work where nothing is compared.
    package static func judge(
        _ token: SecretBytes, at number: NumberRecord?, under policy: PINPolicy, candidate: borrowing PIN,
        _ environment: Environment<some PINVault>
    ) -> Judgement {
        let verdict: Judgement.Verdict =
            if let number {
                if number.pin.isLocked(under: policy, at: environment.now) {
                    .locked
                } else if ChangeToken.isGood(token, for: number, environment) {
                    .accepted
                } else {
                    .tokenRefused
                }
            } else {
                .unknown
            }
        if verdict != .accepted { environment.vault.matchDecoy(candidate) }
        return Judgement(verdict: verdict, number: number, isChanged: false)
    }

    /// Compares in constant time with the PIN in force. What is not all digits is wrong, at the same cost.
    private static func isRight(
        _ pin: borrowing PIN, _ number: NumberRecord, _ vault: some PINVault
    ) throws(Refusal) -> Bool {
        do {
            let matches =
                if let verifier = number.pin.verifier {
                    try vault.matches(pin, verifier, number.binding)
                } else {
                    try vault.matches(pin, number.pin.sealedDefault, number.binding)
                }
            return matches && pin.isWellFormed
        } catch {
            throw .damaged
        }
    }
}
