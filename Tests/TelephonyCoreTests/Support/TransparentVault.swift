import Synchronization
import TelephonyCore

/// A vault that hides nothing and keeps every promise of shape: values are bound to number and owner, and do not open
/// elsewhere. Counts the work it is asked for, so that tests can compare attempts.
final class TransparentVault: PINVault {
    /// Comparisons with a sealed value.
    let comparisons = Atomic<Int>(0)
    /// Comparisons with a decoy.
    let decoys = Atomic<Int>(0)
    /// While true nothing opens and nothing seals.
    let isBroken = Atomic<Bool>(false)

    /// Everything that was asked for so far.
    var work: Int { comparisons.load(ordering: .relaxed) + decoys.load(ordering: .relaxed) }

    func matches(_ pin: borrowing PIN, _ verifier: SealedVerifier, _ binding: PINBinding) throws(VaultFailure) -> Bool {
        comparisons.add(1, ordering: .relaxed)
        try check()
        return try unseal(verifier.bytes, 1, binding) == digits(pin)
    }

    func matches(_ pin: borrowing PIN, _ sealed: SealedDefaultPIN, _ binding: PINBinding) throws(VaultFailure) -> Bool {
        comparisons.add(1, ordering: .relaxed)
        try check()
        return try unseal(sealed.bytes, 2, binding) == digits(pin)
    }

    func matchDecoy(_ pin: borrowing PIN) {
        decoys.add(1, ordering: .relaxed)
    }

    func seal(
        verifierFor pin: borrowing PIN, _ binding: PINBinding, random: inout some RandomNumberGenerator
    ) throws(VaultFailure) -> SealedVerifier {
        try check()
        return SealedVerifier(bytes: sealing(digits(pin), 1, binding, random: &random))
    }

    func seal(
        defaultPIN pin: borrowing PIN, _ binding: PINBinding, random: inout some RandomNumberGenerator
    ) throws(VaultFailure) -> SealedDefaultPIN {
        try check()
        return SealedDefaultPIN(bytes: sealing(digits(pin), 2, binding, random: &random))
    }

    func open(_ sealed: SealedDefaultPIN, _ binding: PINBinding) throws(VaultFailure) -> PIN {
        try check()
        return PIN(digits: try unseal(sealed.bytes, 2, binding).map { $0 &- UInt8(ascii: "0") })
    }

    func mintToken(
        _ claims: ChangeTokenClaims, random: inout some RandomNumberGenerator
    ) throws(VaultFailure) -> [UInt8] {
        try check()
        let words = [claims.generation, UInt64(bitPattern: claims.expireTime.microseconds), random.next()]
        return [0x54] + claims.number.uuid.bytes + words.flatMap(Self.bytes(of:))
    }

    func claims(ofToken token: UnsafeRawBufferPointer) -> ChangeTokenClaims? {
        guard token.count == 41, token[0] == 0x54, let uuid = UUIDBytes(bytes: token[1..<17]) else { return nil }
        let words = stride(from: 17, to: 41, by: 8).map {
            token[$0..<$0 + 8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        }
        let expireTime = WallTime(microseconds: Int64(bitPattern: words[1]))
        return ChangeTokenClaims(number: NumberID(uuid: uuid), generation: words[0], expireTime: expireTime)
    }

    // Layout: kind, sixteen bytes of the number, a hash of the owner's name, a nonce, the digits.

    private func sealing(
        _ digits: [UInt8], _ kind: UInt8, _ binding: PINBinding, random: inout some RandomNumberGenerator
    ) -> [UInt8] {
        [kind] + binding.number.uuid.bytes + Self.bytes(of: owner(binding)) + Self.bytes(of: random.next()) + digits
    }

    private func unseal(_ bytes: [UInt8], _ kind: UInt8, _ binding: PINBinding) throws(VaultFailure) -> [UInt8] {
        let bound = [kind] + binding.number.uuid.bytes + Self.bytes(of: owner(binding))
        guard bytes.starts(with: bound) else { throw .damaged }
        return Array(bytes.dropFirst(bound.count + 8))
    }

    private func check() throws(VaultFailure) {
        if isBroken.load(ordering: .relaxed) { throw .keyMissing }
    }

    private func digits(_ pin: borrowing PIN) -> [UInt8] { pin.withASCII { Array($0) } }

    private func owner(_ binding: PINBinding) -> UInt64 {
        let text =
            switch binding.owner {
            case nil: "-"
            case .operator(let id): "operator/\(id.text)"
            case .occupier(let id): "occupier/\(id.text)"
            }
        return text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    private static func bytes(of word: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) }
    }
}
