extension PINRecord {
    /// Whether the PIN is locked at `now`; a lock that ends by itself may be over (S-09, R-10).
    package func isLocked(under policy: PINPolicy, at now: WallTime) -> Bool {
        guard let lockTime else { return false }
        guard let autoUnlockAfter = policy.autoUnlockAfter else { return true }
        return now < lockTime.adding(autoUnlockAfter)
    }

    /// Ends every session, token and queued attempt of the generation so far (RL-28).
    package mutating func raiseGeneration() {
        generation &+= 1
        refusedCandidates = 0
    }

    /// Lifts the lock, if there is one, and forgets failures. Says whether there was one.
    @discardableResult
    package mutating func unlock() -> Bool {
        failures = 0
        guard lockTime != nil else { return false }
        lockTime = nil
        raiseGeneration()
        return true
    }

    /// Counts a wrong try, and locks at the limit (S-09, R-9). Says whether this was the one that locked.
    package mutating func countFailure(under policy: PINPolicy, at now: WallTime) -> Bool {
        failures = failures == .max ? .max : failures + 1
        guard failures >= policy.maxFailures else { return false }
        lock(at: now)
        return true
    }

    /// Locks, which ends the generation.
    package mutating func lock(at now: WallTime) {
        lockTime = now
        raiseGeneration()
    }

    /// Counts a candidate that was looked at under a change token; the fifth ends the generation, and with it the
    /// token. Answers how many are left.
    package mutating func countCandidate() -> UInt8 {
        let count = min(refusedCandidates, ChangeToken.candidatesMax - 1) + 1
        refusedCandidates = count
        if count == ChangeToken.candidatesMax { raiseGeneration() }
        return ChangeToken.candidatesMax - count
    }

    /// Puts a custom PIN in force (S-06, S-08).
    package mutating func change(to new: SealedVerifier, under policy: PolicyRecord, at now: WallTime) {
        history = policy.policy.historyAfterChange(of: self)
        verifier = new
        failures = 0
        changeTime = now
        policyVersion = policy.version
        raiseGeneration()
    }

    /// Puts the Default PIN back in force and unlocks; history stays (S-10, S-12, R-5b).
    package mutating func reset(under policy: PINPolicy, at now: WallTime) {
        if verifier != nil {
            history = policy.historyAfterReset(of: self)
            verifier = nil
            changeTime = now
        }
        failures = 0
        lockTime = nil
        policyVersion = 0
        resetTime = now
        raiseGeneration()
    }

    /// The PIN of a number just born, with this Default PIN, in the next generation: nothing of a holder is left
    /// (S-38, R-5b, Q-02).
    package func wiped(sealedDefault: SealedDefaultPIN) -> PINRecord {
        var fresh = PINRecord(sealedDefault: sealedDefault)
        fresh.generation = generation &+ 1
        return fresh
    }
}
