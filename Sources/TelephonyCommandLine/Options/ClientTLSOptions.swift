package import ArgumentParser
package import TrunkClient
package import TrunkTLS

/// Whether and how the connection is made secure: the same for every program of ours.
package struct ClientTLSOptions: ParsableArguments {
    @Flag(name: .customLong("tls"), help: "Speak TLS, with a server that an authority of this system has signed.")
    package var isAsked = false

    @Option(
        name: .customLong("tls-ca"),
        help: ArgumentHelp("Speak TLS, with a server that an authority in this PEM file has signed.", valueName: "file")
    )
    package var authorities: String?

    @Option(
        name: .customLong("tls-certificate"),
        help: ArgumentHelp("PEM file with the certificate to show to the server.", valueName: "file"))
    package var certificate: String?

    @Option(name: .customLong("tls-key"), help: ArgumentHelp("PEM file with its private key.", valueName: "file"))
    package var key: String?

    @Option(
        name: .customLong("tls-server-name"),
        help: ArgumentHelp("The name in the server's certificate, where it is not the host called.", valueName: "name"))
    package var serverName: String?

    /// Made by the argument parser.
    package init() {}

    /// One half of a pair is none.
    package func validate() throws {
        guard (certificate == nil) == (key == nil) else {
            throw ValidationError("--tls-certificate and --tls-key need each other")
        }
    }

    /// What was asked for; nil is plaintext.
    ///
    /// - Throws: `Problem`: usage for a Unix-domain socket, badConfiguration for a file that is no good.
    package func configuration(for endpoint: Endpoint) throws(Problem) -> ClientTLS? {
        guard isAsked || authorities != nil || certificate != nil || serverName != nil else { return nil }
        if case .unix = endpoint {
            throw Problem(.usage, "TLS_ON_SOCKET", "a Unix-domain socket is called without TLS")
        }
        do throws(TLSConfigurationError) {
            return try ClientTLS(
                authorities: authorities, certificate: certificate, key: key, serverName: serverName)
        } catch {
            throw Problem(.badConfiguration, "TLS_FILE", TerminalText.printable(error.description))
        }
    }
}
