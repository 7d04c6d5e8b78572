/// What the peer's certificate calls it: a user event that a transport fires once, after its handshake and before the
/// first byte is read, when the peer showed a certificate that was verified. Names of a kind that is not used for
/// identity are not in it.
package struct PeerCertificateNames: Sendable, Hashable {
    /// The alternative names, as `URI:spiffe://example.org/pbx` or `DNS:pbx.example.org`, in the certificate's order.
    package let names: [String]

    /// Most names of one certificate; one with more is refused.
    package static let namesMax = 64

    /// The names of one certificate.
    package init(names: [String]) { self.names = names }
}
