package import NIOCore
internal import NIOSSL

/// How a client knows its server, and how it shows who it is itself. Read once; any number of clients can share it.
///
/// ```swift
/// let tls = try ClientTLS(authorities: "/etc/telephony/ca.pem")
/// try await withTrunkClient(.tcp(host: "pins.example.org", port: 7447), tls: tls) { client in … }
/// ```
public struct ClientTLS: Sendable {
    /// The name that the server's certificate must have; nil: the endpoint's host.
    public var serverName: String?
    private let context: NIOSSLContext

    /// Reads the files. Blocks for the time of that.
    ///
    /// - Parameters:
    ///   - authorities: PEM file with those that sign servers' certificates; nil trusts those of the system.
    ///   - certificate: PEM file with the client's own certificate and the intermediate ones, for servers that ask.
    ///   - key: PEM file with its private key, for the owner's eyes alone.
    ///   - serverName: the name that the server's certificate must have, where it is not the endpoint's host.
    ///   - minimum: the oldest version that is spoken.
    /// - Throws: `TLSConfigurationError` when a file is no good, or one of `certificate` and `key` is missing.
    public init(
        authorities: String? = nil, certificate: String? = nil, key: String? = nil, serverName: String? = nil,
        minimum: TLSMinimum = .v13
    ) throws(TLSConfigurationError) {
        var settings = TLSConfiguration.makeClientConfiguration()
        TrunkALPN.prepare(&settings, minimum: minimum)
        settings.certificateVerification = .fullVerification
        if let authorities {
            let bytes = try TLSFile.read(authorities)
            settings.trustRoots = .certificates(try TLSFile.certificates(bytes, authorities))
        }
        switch (certificate, key) {
        case (nil, nil): break
        case (let path?, nil): throw TLSConfigurationError(path, "needs its key")
        case (nil, let path?): throw TLSConfigurationError(path, "needs its certificate")
        case (let certificate?, let key?):
            let chain = try TLSFile.certificates(try TLSFile.read(certificate), certificate)
            settings.certificateChain = chain.map { .certificate($0) }
            settings.privateKey = .privateKey(
                try TLSFile.privateKey(try TLSFile.read(key, isSecret: true), key))
        }
        guard let context = try? NIOSSLContext(configuration: settings) else {
            throw TLSConfigurationError(
                key ?? authorities ?? "the system's authorities",
                key == nil ? "cannot be used" : "is not the key of the certificate")
        }
        self.context = context
        self.serverName = serverName
    }

    /// What a `TrunkClient` puts in front of Trunk's handler.
    ///
    /// - Parameter host: the endpoint's name or address; nil for a socket that has none, which then needs `serverName`.
    package func transport(to host: String?) -> @Sendable (any Channel) throws -> Void {
        // An address is compared with the one that was connected to, and is not told in the handshake.
        let name = (serverName ?? host).flatMap { isAddress($0) ? nil : $0 }
        return { [context] channel in
            let tls = try NIOSSLClientHandler(
                context: context, serverHostname: name, customVerificationCallback: nil,
                configuration: TrunkALPN.handler)
            try channel.pipeline.syncOperations.addHandlers([
                tls, HandshakeGate(behind: tls, at: .client, revoked: RevocationList(), logger: nil),
            ])
        }
    }

    private func isAddress(_ text: String) -> Bool {
        (try? SocketAddress(ipAddress: text, port: 0)) != nil
    }
}
