internal import NIOSSL

/// Everything that a server's files say, read at one time: what new connections are made with.
struct ServerMaterial: Sendable {
    /// Makes connections.
    let context: NIOSSLContext
    /// Whom it does not let in any more.
    let revoked: RevocationList
    /// When the certificate ends, seconds since 1970.
    let expires: Int
    /// Tells one reading from another.
    let fingerprint: Fingerprint

    /// What was read, condensed: no copy of a key is kept for the comparison.
    struct Fingerprint: Sendable, Hashable {
        private let hash: Int
        private let count: Int

        fileprivate init(_ files: [[UInt8]]) {
            var hasher = Hasher()
            for file in files { hasher.combine(file) }
            hash = hasher.finalize()
            count = files.reduce(0) { $0 &+ $1.count }
        }
    }

    /// The files' bytes, not looked at yet.
    struct Files {
        var certificate: [UInt8]
        var key: [UInt8]
        var authority: [UInt8]
        var revocation: [UInt8]

        /// Reads the files. Blocks: not for an event loop.
        init(_ configuration: ServerTLSConfiguration) throws(TLSConfigurationError) {
            certificate = try TLSFile.read(configuration.certificatePath)
            key = try TLSFile.read(configuration.keyPath, isSecret: true)
            authority =
                try configuration.clientAuthorityPath.map { path throws(TLSConfigurationError) in
                    try TLSFile.read(path)
                } ?? []
            revocation =
                try configuration.revocationPath.map { path throws(TLSConfigurationError) in
                    try TLSFile.read(path)
                } ?? []
        }

        /// Tells one reading from another.
        var fingerprint: Fingerprint { Fingerprint([certificate, key, authority, revocation]) }
    }

    /// What the files say.
    ///
    /// - Throws: `TLSConfigurationError` when one of them is no good, or the key is not the certificate's.
    init(_ files: Files, _ configuration: ServerTLSConfiguration) throws(TLSConfigurationError) {
        let chain = try TLSFile.certificates(files.certificate, configuration.certificatePath)
        let key = try TLSFile.privateKey(files.key, configuration.keyPath)
        guard let leaf = chain.first else {
            throw TLSConfigurationError(configuration.certificatePath, "holds no certificate in PEM")
        }
        var settings = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        TrunkALPN.prepare(&settings, minimum: configuration.minimum)
        switch configuration.clientCertificates {
        case .none: settings.certificateVerification = .none
        case .optional: settings.certificateVerification = .optionalVerification
        case .required: settings.certificateVerification = .noHostnameVerification
        }
        if configuration.clientCertificates != .none {
            guard let path = configuration.clientAuthorityPath else {
                throw TLSConfigurationError(
                    configuration.certificatePath, "client certificates need a file with their authorities")
            }
            settings.trustRoots = .certificates(try TLSFile.certificates(files.authority, path))
            settings.sendCANameList = true
        }
        revoked = try RevocationList(
            String(decoding: files.revocation, as: UTF8.self), path: configuration.revocationPath ?? "")
        guard let context = try? NIOSSLContext(configuration: settings) else {
            throw TLSConfigurationError(configuration.keyPath, "is not the key of \(configuration.certificatePath)")
        }
        self.context = context
        expires = leaf.notValidAfter
        fingerprint = files.fingerprint
    }
}
