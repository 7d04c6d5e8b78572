internal import Crypto
package import TelephonyCore

/// The keys at work: verifiers and Default PINs under seal (DESIGN §5). Immutable; a rotation makes a new one.
///
/// A custom PIN is kept as HMAC-SHA256 under 32 random bytes of its row, both sealed together with AES-256-GCM. A slow
/// hash would not help: ten thousand candidates fall to any; the key outside the store is the defence.
package struct Vault: PINVault {
    let keyring: Keyring
    /// Random name of the copy of the data these seals belong to; tokens of another copy are dead.
    let incarnation: UUIDBytes
    let requestKey: SymmetricKey
    private let decoy: SealedVerifier
    private static let decoyBinding = PINBinding(number: NumberID(uuid: UUIDBytes(high: 0, low: 0)), owner: nil)

    /// A vault with these keys for this copy of the data.
    ///
    /// - Throws: `VaultFailure.keyMissing` when a purpose has no key.
    package init(keyring: Keyring, incarnation: UUIDBytes) throws(VaultFailure) {
        self.keyring = keyring
        self.incarnation = incarnation
        requestKey = try keyring.derived("telephony/request/v1")
        var random = SystemRandomNumberGenerator()
        decoy = try Self.verifier(
            PIN(digits: [0, 0, 0, 0]), Self.decoyBinding, keyring: keyring, random: &random)
    }

    /// Whether `pin` is the one behind `verifier`, in time that does not depend on the digits.
    package func matches(
        _ pin: borrowing PIN, _ verifier: SealedVerifier, _ binding: PINBinding
    ) throws(VaultFailure) -> Bool {
        let key = try keyring.key(.verifier, of: verifier.bytes)
        return try PINMessage.withBytes(of: pin, at: binding.number) { (message) throws(VaultFailure) in
            try key.open(verifier.bytes, boundTo: binding.bytes) { value in
                guard value.count == 64 else { return false }
                let rowKey = SymmetricKey(data: UnsafeRawBufferPointer(rebasing: value[..<32]))
                let mac = UnsafeRawBufferPointer(rebasing: value[32...])
                return HMAC<SHA256>.isValidAuthenticationCode(mac, authenticating: message, using: rowKey)
            }
        }
    }

    /// Whether `pin` is the Default PIN behind `sealed`, in time that does not depend on the digits.
    package func matches(
        _ pin: borrowing PIN, _ sealed: SealedDefaultPIN, _ binding: PINBinding
    ) throws(VaultFailure) -> Bool {
        let key = try keyring.key(.defaultPIN, of: sealed.bytes)
        return try DefaultPINBlock.withBytes(of: pin) { (typed) throws(VaultFailure) in
            try key.open(sealed.bytes, boundTo: binding.bytes) { DefaultPINBlock.isEqual(typed, $0) }
        }
    }

    /// Does the work of a comparison with a verifier that is nobody's.
    package func matchDecoy(_ pin: borrowing PIN) {
        // The answer is thrown away: the core has decided already that nobody gets in.
        _ = try? matches(pin, decoy, Self.decoyBinding)
    }

    /// A verifier for a custom PIN, under a key of its own.
    package func seal(
        verifierFor pin: borrowing PIN, _ binding: PINBinding, random: inout some RandomNumberGenerator
    ) throws(VaultFailure) -> SealedVerifier {
        try Self.verifier(pin, binding, keyring: keyring, random: &random)
    }

    /// A Default PIN, sealed so that it can be opened again; every length seals to the same length.
    ///
    /// - Throws: `VaultFailure.damaged` for a PIN longer than the block, which no policy allows.
    package func seal(
        defaultPIN pin: borrowing PIN, _ binding: PINBinding, random: inout some RandomNumberGenerator
    ) throws(VaultFailure) -> SealedDefaultPIN {
        guard pin.isWellFormed, pin.count <= DefaultPINBlock.digitsMax else { throw .damaged }
        let key = try keyring.newest(.defaultPIN)
        let bytes = try DefaultPINBlock.withBytes(of: pin) { (block) throws(VaultFailure) in
            try key.seal(block, boundTo: binding.bytes, random: &random)
        }
        return SealedDefaultPIN(bytes: bytes)
    }

    /// The Default PIN behind `sealed`.
    package func open(_ sealed: SealedDefaultPIN, _ binding: PINBinding) throws(VaultFailure) -> PIN {
        let key = try keyring.key(.defaultPIN, of: sealed.bytes)
        var digits = try key.open(sealed.bytes, boundTo: binding.bytes) { DefaultPINBlock.digits(of: $0) }
        defer { digits.withUnsafeMutableBytes { wipe($0) } }
        guard !digits.isEmpty else { throw .damaged }
        return PIN(digits: digits)
    }

    private static func verifier(
        _ pin: borrowing PIN, _ binding: PINBinding, keyring: Keyring, random: inout some RandomNumberGenerator
    ) throws(VaultFailure) -> SealedVerifier {
        let key = try keyring.newest(.verifier)
        var value = SealingKey.randomBytes(32, &random)
        defer { value.withUnsafeMutableBytes { wipe($0) } }
        let rowKey = SymmetricKey(data: value)
        value += PINMessage.withBytes(of: pin, at: binding.number) {
            Array(HMAC<SHA256>.authenticationCode(for: $0, using: rowKey))
        }
        return SealedVerifier(
            bytes: try value.span.withUnsafeBytes { (raw) throws(VaultFailure) in
                try key.seal(raw, boundTo: binding.bytes, random: &random)
            })
    }
}
