extension PINPolicy {
    /// The rules that a candidate breaks by being like a secret (S-27…S-29, R-5): asked only on behalf of somebody who
    /// has just shown the PIN in force or holds a token for it.
    ///
    /// *Last PIN* is the one in force. After a reset that is the Default PIN, which has a rule of its own, and beside
    /// it the last custom one: `historyDepth` 1 then covers that one; once a new custom PIN is in force, it covers the
    /// PIN in force only.
    ///
    /// - Throws: `VaultFailure` when a sealed value does not open; the candidate is then not accepted.
    package func secretViolations(
        of pin: borrowing PIN, _ record: PINRecord, _ binding: PINBinding, _ vault: some PINVault
    ) throws(VaultFailure) -> PINViolations {
        guard pin.isWellFormed else { return PINViolations() }
        var broken = PINViolations()
        let isDefault = try vault.matches(pin, record.sealedDefault, binding)
        if forbidDefault && isDefault { broken.insert(.default) }
        // With its own rule off, the Default PIN in force is the last PIN like any other.
        var isLast = record.isDefault && isDefault && !forbidDefault
        for verifier in remembered(record) {
            let matches = try vault.matches(pin, verifier, binding)
            isLast = matches || isLast
        }
        if historyDepth > 0 && isLast { broken.insert(.last) }
        if forbidReversedLast, try isLastReversed(pin, record, binding, vault),
            !(pin.isPalindrome && (broken.contains(.default) || broken.contains(.last)))
        {
            broken.insert(.lastReversed)
        }
        return broken
    }

    /// What a new custom PIN leaves behind as history: as many as are compared beside the PIN in force.
    package func historyAfterChange(of record: PINRecord) -> [SealedVerifier] {
        let earlier = (record.verifier.map { [$0] } ?? []) + record.history
        return Array(earlier.prefix(max(Int(historyDepth) - 1, 0)))
    }

    /// What a reset leaves behind as history: the last custom PIN always, as the reversed rule needs it too.
    package func historyAfterReset(of record: PINRecord) -> [SealedVerifier] {
        let earlier = (record.verifier.map { [$0] } ?? []) + record.history
        return Array(earlier.prefix(max(Int(historyDepth), 1)))
    }

    private func remembered(_ record: PINRecord) -> ArraySlice<SealedVerifier> {
        ((record.verifier.map { [$0] } ?? []) + record.history).prefix(Int(historyDepth))
    }

    private func isLastReversed(
        _ pin: borrowing PIN, _ record: PINRecord, _ binding: PINBinding, _ vault: some PINVault
    ) throws(VaultFailure) -> Bool {
        let reversed = pin.reversed()
        if let verifier = record.verifier { return try vault.matches(reversed, verifier, binding) }
        let isDefault = try vault.matches(reversed, record.sealedDefault, binding)
        guard let lastCustom = record.history.first else { return isDefault }
        let isLastCustom = try vault.matches(reversed, lastCustom, binding)
        return isDefault || isLastCustom
    }
}

extension PIN {
    /// Whether it reads the same from both ends.
    fileprivate var isPalindrome: Bool {
        for index in 0..<count / 2 where digit(at: index) != digit(at: count - 1 - index) { return false }
        return true
    }
}
