internal import Synchronization
package import TelephonyCore

/// A vault that counts how often a PIN was compared with a number's own secret: the probe inside the decision, beside
/// what the audit says (RL-21). Decoys do not count.
package struct ProbedVault<Base: PINVault>: PINVault {
    /// Counts comparisons.
    package final class Probe: Sendable {
        private let comparisons = Atomic<Int>(0)

        /// A probe at zero.
        package init() {}

        /// Comparisons so far.
        package var count: Int { comparisons.load(ordering: .sequentiallyConsistent) }

        func add() { comparisons.add(1, ordering: .sequentiallyConsistent) }
    }

    private let base: Base
    private let probe: Probe

    /// A vault that does what `base` does.
    package init(_ base: Base, probe: Probe) {
        self.base = base
        self.probe = probe
    }

    package func matches(
        _ pin: borrowing PIN, _ verifier: SealedVerifier, _ binding: PINBinding
    ) throws(VaultFailure) -> Bool {
        probe.add()
        return try base.matches(pin, verifier, binding)
    }

    package func matches(
        _ pin: borrowing PIN, _ sealed: SealedDefaultPIN, _ binding: PINBinding
    ) throws(VaultFailure) -> Bool {
        probe.add()
        return try base.matches(pin, sealed, binding)
    }

    package func matchDecoy(_ pin: borrowing PIN) { base.matchDecoy(pin) }

    package func seal(
        verifierFor pin: borrowing PIN, _ binding: PINBinding, random: inout some RandomNumberGenerator
    ) throws(VaultFailure) -> SealedVerifier {
        try base.seal(verifierFor: pin, binding, random: &random)
    }

    package func seal(
        defaultPIN pin: borrowing PIN, _ binding: PINBinding, random: inout some RandomNumberGenerator
    ) throws(VaultFailure) -> SealedDefaultPIN {
        try base.seal(defaultPIN: pin, binding, random: &random)
    }

    package func open(_ sealed: SealedDefaultPIN, _ binding: PINBinding) throws(VaultFailure) -> PIN {
        try base.open(sealed, binding)
    }

    package func mintToken(
        _ claims: ChangeTokenClaims, random: inout some RandomNumberGenerator
    ) throws(VaultFailure) -> [UInt8] {
        try base.mintToken(claims, random: &random)
    }

    package func claims(ofToken token: UnsafeRawBufferPointer) -> ChangeTokenClaims? { base.claims(ofToken: token) }
}
