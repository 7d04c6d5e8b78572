internal import Crypto
internal import TelephonyCore

/// All keys of an installation, by purpose and version. Kept in a file outside the store: whoever has one of the two has
/// nothing (Q-03, T-10). The newest version of a purpose seals; older ones only open.
package struct Keyring: Sendable {
    private let keys: [KeyPurpose: [UInt32: SymmetricKey]]

    /// Bytes of every key.
    package static let keyBytes = 32
    /// Most versions of one purpose.
    package static let versionsMax = 1_000

    /// A keyring with a first key for every purpose.
    package init(random: inout some RandomNumberGenerator) {
        keys = Dictionary(
            uniqueKeysWithValues: KeyPurpose.allCases.map { purpose in
                (purpose, [1: SymmetricKey(data: SealingKey.randomBytes(Self.keyBytes, &random))])
            })
    }

    init(keys: [KeyPurpose: [UInt32: SymmetricKey]]) { self.keys = keys }

    /// The key that seals.
    ///
    /// - Throws: `VaultFailure.keyMissing`.
    func newest(_ purpose: KeyPurpose) throws(VaultFailure) -> SealingKey {
        guard let versions = keys[purpose], let newest = versions.max(by: { $0.key < $1.key }) else {
            throw .keyMissing
        }
        return SealingKey(purpose: purpose, version: newest.key, key: newest.value)
    }

    /// The key that a sealed value names.
    ///
    /// - Throws: `VaultFailure.damaged` for a value too short to name one, `.keyMissing` for a version not held.
    func key(_ purpose: KeyPurpose, of sealed: [UInt8]) throws(VaultFailure) -> SealingKey {
        guard let version = SealingKey.version(of: sealed) else { throw .damaged }
        guard let key = keys[purpose]?[version] else { throw .keyMissing }
        return SealingKey(purpose: purpose, version: version, key: key)
    }

    /// A key derived from the first service key for one use: hashing requests, or decoys.
    func derived(_ use: String) throws(VaultFailure) -> SymmetricKey {
        guard let key = keys[.service]?.min(by: { $0.key < $1.key })?.value else { throw .keyMissing }
        return HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Array(use.utf8), outputByteCount: Self.keyBytes)
    }

    /// The keyring as its file has it.
    var text: String {
        var lines = [Self.firstLine]
        for purpose in KeyPurpose.allCases {
            for (version, key) in (keys[purpose] ?? [:]).sorted(by: { $0.key < $1.key }) {
                lines.append("\(purpose.rawValue) \(version) \(key.withUnsafeBytes { Hexadecimal.text($0) })")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    static let firstLine = "telephony-keys 1"
}
