internal import ArgumentParser
internal import Glibc
internal import Logging
internal import TelephonyVault

/// A server to try things out.
struct DevCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dev", abstract: "Run a server to try things out: loopback, sample data, tokens printed.")

    @Option(help: "Keep the data in this directory. Without it everything is gone at the end.")
    var data: String?

    @Option(help: "Listen here: HOST:PORT, port 0 for a free one, or the path of a Unix-domain socket.")
    var address = Listen.standard

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
            let assembly = ServerAssembly(
                address: address.address, databasePath: directory.databasePath, keyPath: directory.keyPath,
                grants: tokens.entries.map(\.grant))
            try await assembly.run(furnish: { try await SampleData.install(in: $0) }) { bound in
                StandardStream.output.write(greeting(bound.text, directory))
                guard let readyFile else { return }
                try PrivateFile.write(ready(bound.text, tokens), to: readyFile)
            }
        } catch {
            StandardStream.error.write("telephonyd: \(error)\n")
            throw ExitCode(78)
        }
    }

    private func greeting(_ address: String, _ directory: DataDirectory) -> String {
        let kept = data == nil ? "THE DATA IS THROWN AWAY AT THE END" : "data kept in \(directory.path)"
        let admin = directory.tokenPath("operator-admin")
        return """
            telephonyd \(ServerAssembly.version) serving on \(address)   (for trying things out; \(kept))
            tokens, one file per role: \(directory.tokenPath("*"))
            try:
              telephonyctl --address \(address) --token-file \(admin) occupiers list
              telephonyctl --address \(address) --token-file \(admin) numbers list --occupier acme --site london
              telephonyctl --address \(address) --token-file \(admin) policy show

            """
    }

    private func ready(_ address: String, _ tokens: DevTokens) -> String {
        let fields = tokens.entries.map { "\"\($0.label)\":\"\($0.token)\"" }.joined(separator: ",")
        return "{\"address\":\"\(address)\",\"pid\":\(getpid()),\"tokens\":{\(fields)}}\n"
    }
}
