internal import ArgumentParser
internal import TrunkTLS

/// How the server proves who it is, and what its clients have to show.
struct ServerTLSOptions: ParsableArguments {
    @Option(help: ArgumentHelp("PEM file with the server's certificate and the intermediate ones.", valueName: "file"))
    var tlsCertificate: String?

    @Option(help: ArgumentHelp("PEM file with its private key.", valueName: "file"))
    var tlsKey: String?

    @Option(
        help: ArgumentHelp("PEM file with the authorities that sign the certificates of clients.", valueName: "file"))
    var tlsClientCa: String?

    @Option(
        help: ArgumentHelp(
            "What clients show: none, optional or required; required when --tls-client-ca is given.", valueName: "what"),
        transform: { text in
            guard let value = ServerTLSConfiguration.ClientCertificates(rawValue: text) else {
                throw ValidationError("it takes none, optional or required")
            }
            return value
        })
    var tlsClientCertificates: ServerTLSConfiguration.ClientCertificates?

    @Option(
        help: ArgumentHelp(
            "File with revoked certificates of clients, one a line: sha256 HEX or serial HEX.", valueName: "file"))
    var tlsRevoked: String?

    @Option(
        help: ArgumentHelp("Oldest TLS that is spoken, 1.3 or 1.2.", valueName: "version"),
        transform: { text in
            guard let value = TLSMinimum(rawValue: text) else { throw ValidationError("it takes 1.3 or 1.2") }
            return value
        })
    var tlsMinimum = TLSMinimum.v13

    func validate() throws {
        guard (tlsCertificate == nil) == (tlsKey == nil) else {
            throw ValidationError("--tls-certificate and --tls-key need each other")
        }
        let asks = tlsClientCa != nil || tlsClientCertificates != nil || tlsRevoked != nil
        guard tlsCertificate != nil || !asks else {
            throw ValidationError("clients show certificates only to a server with --tls-certificate and --tls-key")
        }
        let needsAuthority = (tlsClientCertificates ?? .none) != .none || tlsRevoked != nil
        guard tlsClientCa != nil || !needsAuthority else {
            throw ValidationError("certificates of clients need --tls-client-ca")
        }
    }

    /// What was asked for; nil is plaintext.
    var configuration: ServerTLSConfiguration? {
        guard let tlsCertificate, let tlsKey else { return nil }
        var configuration = ServerTLSConfiguration(certificatePath: tlsCertificate, keyPath: tlsKey)
        configuration.clientAuthorityPath = tlsClientCa
        configuration.clientCertificates = tlsClientCertificates ?? (tlsClientCa == nil ? .none : .required)
        configuration.revocationPath = tlsRevoked
        configuration.minimum = tlsMinimum
        return configuration
    }
}
