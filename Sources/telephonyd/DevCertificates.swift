internal import Crypto
// swift-certificates takes the ends of a certificate's time as `Date`.
internal import struct FoundationEssentials.Date
internal import SwiftASN1
internal import X509

/// Certificates of a server for trying things out: an authority that signs a few and is forgotten, all made anew at
/// every start.
struct DevCertificates {
    /// A certificate and its key, in PEM.
    struct Pair {
        let certificate: String
        let key: String
    }

    /// How long they are good.
    private static let days = 30.0

    /// The authority's certificate, in PEM; its key is in nobody's hands any more.
    let authority: String
    /// The server's, for `localhost` and the loopback addresses.
    let server: Pair
    /// One for each label, whose name is `uri(label)`.
    let clients: [String: Pair]

    /// Makes them.
    init(labels: [String]) throws {
        let key = P256.Signing.PrivateKey()
        let name = try DistinguishedName { CommonName("telephonyd dev") }
        let root = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: .init(key.publicKey), notValidBefore: Self.begin,
            notValidAfter: Self.end, issuer: name, subject: name,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true))
            }, issuerPrivateKey: .init(key))
        authority = try root.serializeAsPEM().pemString + "\n"
        let issuer = (name, Certificate.PrivateKey(key))
        server = try Self.pair(
            [
                .dnsName("localhost"), .ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1])),
                .ipAddress(ASN1OctetString(contentBytes: ArraySlice([UInt8](repeating: 0, count: 15) + [1]))),
            ], "localhost", .serverAuth, issuer)
        var clients: [String: Pair] = [:]
        for label in labels {
            clients[label] = try Self.pair(
                [.uniformResourceIdentifier(Self.uri(label))], label, .clientAuth, issuer)
        }
        self.clients = clients
    }

    /// The name in a client's certificate.
    static func uri(_ label: String) -> String { "spiffe://telephonyd.dev/\(label)" }

    private static var begin: Date { Date(timeIntervalSinceNow: -3600) }
    private static var end: Date { Date(timeIntervalSinceNow: days * 86_400) }

    private static func pair(
        _ names: [GeneralName], _ commonName: String, _ usage: ExtendedKeyUsage.Usage,
        _ issuer: (name: DistinguishedName, key: Certificate.PrivateKey)
    ) throws -> Pair {
        let key = P256.Signing.PrivateKey()
        let certificate = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: .init(key.publicKey), notValidBefore: begin,
            notValidAfter: end, issuer: issuer.name, subject: try DistinguishedName { CommonName(commonName) },
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([usage])
                SubjectAlternativeNames(names)
            }, issuerPrivateKey: issuer.key)
        return Pair(
            certificate: try certificate.serializeAsPEM().pemString + "\n", key: key.pemRepresentation + "\n")
    }
}
