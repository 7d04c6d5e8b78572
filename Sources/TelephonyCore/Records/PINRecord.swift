/// A number's PIN as it is stored: sealed values, counter, lock. Nothing here can be read without the vault's keys.
package struct PINRecord: Sendable, Hashable {
    /// The Default PIN, sealed so that it can be shown to entitled people (S-04, Q-04).
    package var sealedDefault: SealedDefaultPIN
    /// Verifier of the custom PIN in force; nil while the Default PIN is.
    package var verifier: SealedVerifier?
    /// Verifiers of earlier custom PINs, newest first; survives a reset, not a deactivation (R-5, R-5b).
    package var history: [SealedVerifier]
    /// Consecutive wrong tries over all surfaces.
    package var failures: UInt8
    /// When it was locked; nil when it is not.
    package var lockTime: WallTime?
    /// Raised by every change, reset, lock, unlock and deactivation (RL-28).
    package var generation: UInt64
    /// Candidates looked at under change tokens of this generation without a change: refused ones, and those that a
    /// check compared with secrets. At five the generation rises, so that the tokens are dead.
    package var refusedCandidates: UInt8
    /// When the PIN in force was set; nil for a Default PIN never replaced.
    package var changeTime: WallTime?
    /// When it was last reset.
    package var resetTime: WallTime?
    /// Version of the policy under which a custom PIN was set; 0 for the default.
    package var policyVersion: UInt64

    /// The PIN of a number just born: its default, unlocked, generation 1 (S-02).
    package init(sealedDefault: SealedDefaultPIN) {
        self.sealedDefault = sealedDefault
        verifier = nil
        history = []
        failures = 0
        lockTime = nil
        generation = 1
        refusedCandidates = 0
        changeTime = nil
        resetTime = nil
        policyVersion = 0
    }

    /// Whether the Default PIN is in force.
    package var isDefault: Bool { verifier == nil }
}
