internal import Crypto
internal import NIOSSL

/// Certificates of clients that are no longer good, though no date says so. One a line, by what `openssl x509
/// -fingerprint -sha256` or `-serial` prints of it; blank lines and lines that begin with `#` are passed over.
///
/// ```
/// # the laptop that was stolen on the train
/// sha256 5E:8A:…:91
/// serial 0A41F3
/// ```
///
/// It is asked about the client's own certificate, not about those that signed it: an authority that is no longer good
/// is taken out of the file of authorities.
package struct RevocationList: Sendable, Hashable {
    private var fingerprints: Set<[UInt8]> = []
    private var serials: Set<[UInt8]> = []

    /// Longest list, in lines.
    package static let linesMax = 100_000
    /// Longest serial number, in bytes (RFC 5280).
    private static let serialBytesMax = 20

    /// Nothing is revoked.
    package init() {}

    /// The list in a file.
    ///
    /// - Throws: `TLSConfigurationError` with the number of the line that is none.
    package init(_ text: String, path: String) throws(TLSConfigurationError) {
        var number = 0
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            number += 1
            guard number <= Self.linesMax else {
                throw TLSConfigurationError(path, "more than \(Self.linesMax) lines")
            }
            let columns = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
            guard let kind = columns.first, !kind.hasPrefix("#") else { continue }
            guard columns.count >= 2, let bytes = Self.bytes(columns[1]) else {
                throw TLSConfigurationError(path, "line \(number) is neither `sha256 HEX` nor `serial HEX`")
            }
            switch kind {
            case "sha256" where bytes.count == SHA256.byteCount: fingerprints.insert(bytes)
            case "serial" where bytes.count <= Self.serialBytesMax: serials.insert(Self.withoutZeros(bytes))
            default: throw TLSConfigurationError(path, "line \(number) is neither `sha256 HEX` nor `serial HEX`")
            }
        }
    }

    /// Whether a certificate is on the list.
    func contains(_ certificate: NIOSSLCertificate) -> Bool {
        if fingerprints.isEmpty, serials.isEmpty { return false }
        if serials.contains(Self.withoutZeros(certificate.serialNumber)) { return true }
        // What has no encoding cannot be told apart from a revoked one.
        guard let encoded = try? certificate.toDERBytes() else { return true }
        return fingerprints.contains(Array(SHA256.hash(data: encoded)))
    }

    private static func withoutZeros(_ bytes: [UInt8]) -> [UInt8] { Array(bytes.drop { $0 == 0 }) }

    private static func bytes(_ text: Substring) -> [UInt8]? {
        var digits = text.utf8.filter { $0 != UInt8(ascii: ":") }.compactMap { Character(.init($0)).hexDigitValue }
        guard digits.count == text.utf8.count(where: { $0 != UInt8(ascii: ":") }), !digits.isEmpty else { return nil }
        if !digits.count.isMultiple(of: 2) { digits.insert(0, at: 0) }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
