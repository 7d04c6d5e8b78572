internal import NIOSSL
internal import SwiftASN1
internal import Trunk
internal import X509

/// What a certificate says of its holder.
struct CertificateNames {
    /// The names that identify, as `PeerCertificateNames` spells them; host names in lower case.
    let names: [String]
    /// It was signed by its own key, or says so.
    let isSelfIssued: Bool
    /// It may be shown to a server, or to a client: it says so or does not say for what it is.
    let isForClients: Bool
    let isForServers: Bool

    /// Reads a certificate.
    ///
    /// - Throws: `TLSRefusal.certificateUnreadable` for what another implementation took, and this one does not;
    ///   `tooManyNames`.
    init(_ certificate: NIOSSLCertificate) throws(TLSRefusal) {
        let parsed: Certificate
        let alternatives: SubjectAlternativeNames?
        let usage: ExtendedKeyUsage?
        do {
            parsed = try Certificate(derEncoded: certificate.toDERBytes())
            alternatives = try parsed.extensions.subjectAlternativeNames
            usage = try parsed.extensions.extendedKeyUsage
        } catch {
            throw .certificateUnreadable
        }
        guard alternatives?.count ?? 0 <= PeerCertificateNames.namesMax else { throw .tooManyNames }
        names = (alternatives ?? SubjectAlternativeNames()).compactMap { name in
            switch name {
            case .uniformResourceIdentifier(let uri): "URI:\(uri)"
            case .dnsName(let host): "DNS:\(host.lowercased())"
            default: nil
            }
        }
        isSelfIssued = parsed.issuer == parsed.subject
        isForClients = usage?.contains(.clientAuth) ?? true
        isForServers = usage?.contains(.serverAuth) ?? true
    }
}
