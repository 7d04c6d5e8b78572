/// How a server proves who it is, and whom it lets in.
package struct ServerTLSConfiguration: Sendable, Hashable {
    /// What clients have to show.
    package enum ClientCertificates: String, Sendable, Hashable, CaseIterable {
        /// They are not asked: who calls is said by tokens alone.
        case none
        /// They are asked; one that shows a certificate must show a good one.
        case optional
        /// Without a good certificate there is no connection.
        case required
    }

    /// PEM file: the server's certificate, then the intermediate ones.
    package var certificatePath: String
    /// PEM file with its private key, for the owner's eyes alone.
    package var keyPath: String
    /// PEM file with the authorities that sign the certificates of clients; needed when these are asked for.
    package var clientAuthorityPath: String?
    /// What clients have to show.
    package var clientCertificates = ClientCertificates.none
    /// The oldest version that is spoken.
    package var minimum = TLSMinimum.v13
    /// File with the certificates that are no longer good, see `RevocationList`.
    package var revocationPath: String?

    /// A server with this certificate, which asks clients for none.
    package init(certificatePath: String, keyPath: String) {
        self.certificatePath = certificatePath
        self.keyPath = keyPath
    }
}
