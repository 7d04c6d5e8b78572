/// The keys, as the core sees them: synchronous, and told its randomness. Implemented by the vault and by test doubles.
package protocol PINVault: Sendable {
    /// Whether `pin` is the one behind `verifier`, in time that does not depend on the digits.
    ///
    /// - Throws: `VaultFailure` when the verifier does not open: then nobody gets in.
    func matches(_ pin: borrowing PIN, _ verifier: SealedVerifier, _ binding: PINBinding) throws(VaultFailure) -> Bool

    /// Whether `pin` is the Default PIN behind `sealed`, in time that does not depend on the digits.
    func matches(_ pin: borrowing PIN, _ sealed: SealedDefaultPIN, _ binding: PINBinding) throws(VaultFailure) -> Bool

    /// Does the work of `matches` against a decoy, for numbers that are not there. The answer is always no.
    func matchDecoy(_ pin: borrowing PIN)

    /// A verifier for a custom PIN.
    func seal(
        verifierFor pin: borrowing PIN, _ binding: PINBinding, random: inout some RandomNumberGenerator
    ) throws(VaultFailure) -> SealedVerifier

    /// A Default PIN, sealed so that it can be opened again.
    func seal(
        defaultPIN pin: borrowing PIN, _ binding: PINBinding, random: inout some RandomNumberGenerator
    ) throws(VaultFailure) -> SealedDefaultPIN

    /// The Default PIN behind `sealed`.
    func open(_ sealed: SealedDefaultPIN, _ binding: PINBinding) throws(VaultFailure) -> PIN

    /// A change token for this number and PIN generation, at most 64 bytes.
    func mintToken(
        _ claims: ChangeTokenClaims, random: inout some RandomNumberGenerator
    ) throws(VaultFailure) -> [UInt8]

    /// What a change token claims, or nil when it is not one of ours.
    func claims(ofToken token: UnsafeRawBufferPointer) -> ChangeTokenClaims?
}

/// The vault refused: a damaged or foreign sealed value, or a key that is not there. Says nothing of the secret.
package enum VaultFailure: Error, Sendable, Hashable {
    /// The sealed value does not open under this binding.
    case damaged
    /// The key version it names is not held.
    case keyMissing
}

/// What a change token stands for.
package struct ChangeTokenClaims: Sendable, Hashable {
    /// The number.
    package let number: NumberID
    /// The generation it was made for; any other makes it dead.
    package let generation: UInt64
    /// When it dies at the latest.
    package let expireTime: WallTime

    /// Claims.
    package init(number: NumberID, generation: UInt64, expireTime: WallTime) {
        self.number = number
        self.generation = generation
        self.expireTime = expireTime
    }
}
