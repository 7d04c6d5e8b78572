internal import ArgumentParser
internal import Glibc
internal import Logging
internal import TelephonyService
internal import TelephonyVault
internal import TrunkTLS

/// A server to try things out.
struct DevCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dev", abstract: "Run a server to try things out: loopback, sample data, tokens printed.")

    @Option(help: "Keep the data in this directory. Without it everything is gone at the end.")
    var data: String?

    @Option(help: "Listen here: HOST:PORT, port 0 for a free one, or the path of a Unix-domain socket.")
    var address = Listen.standard

    @Flag(help: "Speak TLS, with certificates made for this start: an authority, the server, one client per role.")
    var tls = false

    @Option(help: "Write where it listens and the tokens to this file, as JSON, once it serves.")
    var readyFile: String?

    func run() async throws {
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        let directory = try DataDirectory(kept: data)
        defer { directory.removeIfTemporary() }
        let tokens = DevTokens()
        do {
            if !PrivateFile.exists(directory.keyPath) {
                var random = SystemRandomNumberGenerator()
                try KeyFile.create(Keyring(random: &random), at: directory.keyPath)
            }
            for entry in tokens.entries {
                try PrivateFile.write(entry.token + "\n", to: directory.tokenPath(entry.label))
            }
            let grants = tokens.entries.map(\.grant)
            let peers = tls ? tokens.entries.map(\.peer) : []
            var assembly = ServerAssembly(
                address: address.address, databasePath: directory.databasePath, keyPath: directory.keyPath,
                callers: CallerDirectory(tokens: grants, peers: peers))
            if tls { assembly.tls = try makeCertificates(directory, tokens) }
            try await assembly.run(furnish: { try await SampleData.install(in: $0) }) { bound in
                StandardStream.output.write(greeting(bound.text, directory))
                guard let readyFile else { return }
                try PrivateFile.write(ready(bound.text, tokens, directory), to: readyFile)
            }
        } catch {
            StandardStream.error.write("telephonyd: \(error)\n")
            throw ExitCode(78)
        }
    }

    func validate() throws {
        if case .unix = address.address, tls { throw ValidationError("a Unix-domain socket needs no TLS") }
    }

    /// Certificates for this start, in files; where the server finds its own.
    private func makeCertificates(_ directory: DataDirectory, _ tokens: DevTokens) throws -> ServerTLSConfiguration {
        let made = try DevCertificates(labels: tokens.entries.map(\.label))
        try PrivateFile.write(made.authority, to: directory.tlsPath("ca.pem"))
        for (name, pair) in made.clients.merging(["server": made.server], uniquingKeysWith: { first, _ in first }) {
            try PrivateFile.write(pair.certificate, to: directory.tlsPath("\(name).pem"))
            try PrivateFile.write(pair.key, to: directory.tlsPath("\(name).key"))
        }
        var configuration = ServerTLSConfiguration(
            certificatePath: directory.tlsPath("server.pem"), keyPath: directory.tlsPath("server.key"))
        configuration.clientAuthorityPath = directory.tlsPath("ca.pem")
        // Tokens go on working: a client without a certificate is asked for one.
        configuration.clientCertificates = .optional
        return configuration
    }

    private func greeting(_ address: String, _ directory: DataDirectory) -> String {
        let kept = data == nil ? "THE DATA IS THROWN AWAY AT THE END" : "data kept in \(directory.path)"
        let files =
            tls
            ? "\ncertificates and keys, one of each per role: \(directory.tlsPath("*"))   authority: ca.pem" : ""
        let ways = [tokenWay(address, directory)] + (tls ? [certificateWay(address, directory)] : [])
        let lines = ways.flatMap { way in
            ["occupiers list", "numbers list --occupier acme --site london", "policy show"].map { "  \(way) \($0)" }
        }
        return """
            telephonyd \(ServerAssembly.version) serving on \(address)   (for trying things out; \(kept))
            tokens, one file per role: \(directory.tokenPath("*"))\(files)
            try:
            \(lines.joined(separator: "\n"))

            """
    }

    private func tokenWay(_ address: String, _ directory: DataDirectory) -> String {
        let secure = tls ? " --tls-ca \(directory.tlsPath("ca.pem"))" : ""
        return "telephonyctl --address \(address)\(secure) --token-file \(directory.tokenPath("operator-admin"))"
    }

    private func certificateWay(_ address: String, _ directory: DataDirectory) -> String {
        let own = directory.tlsPath("operator-admin")
        return "telephonyctl --address \(address) --tls-ca \(directory.tlsPath("ca.pem")) "
            + "--tls-certificate \(own).pem --tls-key \(own).key"
    }

    private func ready(_ address: String, _ tokens: DevTokens, _ directory: DataDirectory) -> String {
        let fields = tokens.entries.map { "\"\($0.label)\":\"\($0.token)\"" }.joined(separator: ",")
        let secure = tls ? ",\"tls\":\"\(directory.tlsPath(""))\"" : ""
        return "{\"address\":\"\(address)\",\"pid\":\(getpid()),\"tokens\":{\(fields)}\(secure)}\n"
    }
}
