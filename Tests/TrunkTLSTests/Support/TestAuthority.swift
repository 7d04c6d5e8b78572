import Crypto
import Foundation
import SwiftASN1
import X509

/// An authority that lives as long as its test. Certificates are made when they are needed: none is kept in the tree.
struct TestAuthority {
    let key = P256.Signing.PrivateKey()
    let name: DistinguishedName
    let certificate: Certificate

    init(_ commonName: String = "Test Authority") throws {
        name = try DistinguishedName { CommonName(commonName) }
        certificate = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: .init(key.publicKey), notValidBefore: .now - 86_400,
            notValidAfter: .now + 365 * 86_400, issuer: name, subject: name,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                Critical(KeyUsage(keyCertSign: true))
            }, issuerPrivateKey: .init(key))
    }

    var pem: String { get throws { try certificate.serializeAsPEM().pemString + "\n" } }

    /// A certificate for these names, by this authority or by its own key.
    func issue(
        _ names: [GeneralName], serial: Certificate.SerialNumber = .init(), from: Date = .now - 3600,
        to: Date = .now + 90 * 86_400, for usage: [ExtendedKeyUsage.Usage] = [.serverAuth, .clientAuth],
        isSelfSigned: Bool = false
    ) throws -> TestCertificate {
        let own = P256.Signing.PrivateKey()
        let subject = try DistinguishedName { CommonName("Test") }
        let certificate = try Certificate(
            version: .v3, serialNumber: serial, publicKey: .init(own.publicKey), notValidBefore: from,
            notValidAfter: to, issuer: isSelfSigned ? subject : name, subject: subject,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage(usage)
                SubjectAlternativeNames(names)
            }, issuerPrivateKey: .init(isSelfSigned ? own : key))
        return TestCertificate(certificate: certificate, key: own)
    }
}

/// A certificate and its key.
struct TestCertificate {
    let certificate: Certificate
    let key: P256.Signing.PrivateKey

    var pem: String { get throws { try certificate.serializeAsPEM().pemString + "\n" } }
    var keyPEM: String { key.pemRepresentation + "\n" }
    var serialHex: String { certificate.serialNumber.bytes.map { String($0, radix: 16).leftPadded }.joined() }
    var fingerprintHex: String {
        get throws {
            let encoded = try certificate.serializeAsPEM().derBytes
            return SHA256.hash(data: encoded).map { String($0, radix: 16).leftPadded }.joined(separator: ":")
        }
    }
}

extension [GeneralName] {
    /// Every way in which a test calls its server.
    static let localhost: [GeneralName] = [
        .dnsName("localhost"), .ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1])),
    ]
}

extension String {
    fileprivate var leftPadded: String { count == 1 ? "0" + self : self }
}
