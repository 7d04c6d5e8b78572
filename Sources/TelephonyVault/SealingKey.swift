internal import Crypto
internal import Glibc
internal import TelephonyCore

/// One AES-256-GCM key with its version, for one purpose.
///
/// Sealed form: version (4 bytes, big-endian) ‖ nonce (12) ‖ ciphertext ‖ tag (16). The purpose, the version and what
/// the value is bound to are authenticated with it, so nothing sealed here opens elsewhere (RL-32).
struct SealingKey: Sendable {
    /// Bytes that sealing adds to a value.
    static let overheadBytes = 4 + 12 + 16

    /// What the key is for; part of what is authenticated.
    let purpose: KeyPurpose
    /// Raised by every rotation, from 1.
    let version: UInt32
    private let key: SymmetricKey

    init(purpose: KeyPurpose, version: UInt32, key: SymmetricKey) {
        self.purpose = purpose
        self.version = version
        self.key = key
    }

    /// Seals a value.
    ///
    /// - Throws: `VaultFailure.damaged` when the library refuses; it has no reason to.
    func seal(
        _ value: UnsafeRawBufferPointer, boundTo binding: [UInt8], random: inout some RandomNumberGenerator
    ) throws(VaultFailure) -> [UInt8] {
        let prefix = Self.bytes(of: version)
        let nonceBytes = Self.randomBytes(12, &random)
        do {
            let nonce = try AES.GCM.Nonce(data: nonceBytes)
            let box = try AES.GCM.seal(value, using: key, nonce: nonce, authenticating: associated(binding))
            return prefix + nonceBytes + Array(box.ciphertext) + Array(box.tag)
        } catch {
            throw .damaged
        }
    }

    /// Lends the value behind `sealed` to `body` and wipes it afterwards.
    ///
    /// - Throws: `VaultFailure.damaged` when it was sealed for something else, or altered.
    func open<Result>(
        _ sealed: [UInt8], boundTo binding: [UInt8], _ body: (UnsafeRawBufferPointer) -> Result
    ) throws(VaultFailure) -> Result {
        guard sealed.count >= Self.overheadBytes, Self.version(of: sealed) == version else { throw .damaged }
        do {
            let box = try AES.GCM.SealedBox(
                nonce: AES.GCM.Nonce(data: sealed[4..<16]), ciphertext: sealed[16..<(sealed.count - 16)],
                tag: sealed[(sealed.count - 16)...])
            var value = try AES.GCM.open(box, using: key, authenticating: associated(binding))
            defer { value.withUnsafeMutableBytes { wipe($0) } }
            return value.withUnsafeBytes(body)
        } catch {
            throw .damaged
        }
    }

    /// The version that a sealed value names; nil when it is too short to have one.
    static func version(of sealed: [UInt8]) -> UInt32? {
        guard sealed.count >= 4 else { return nil }
        return sealed.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Random bytes of a generator that was handed in.
    static func randomBytes(_ count: Int, _ random: inout some RandomNumberGenerator) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 7)
        while bytes.count < count {
            let word = random.next()
            for shift in stride(from: 0, to: 64, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
            }
        }
        return Array(bytes.prefix(count))
    }

    private func associated(_ binding: [UInt8]) -> [UInt8] {
        Array(purpose.label.utf8) + [0] + Self.bytes(of: version) + binding
    }

    private static func bytes(of version: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: version >> (24 - 8 * UInt32($0))) }
    }
}

/// Zeroes memory in a way that no optimiser may leave out.
@inline(never)
func wipe(_ bytes: UnsafeMutableRawBufferPointer) {
    if let base = bytes.baseAddress { explicit_bzero(base, bytes.count) }
}
