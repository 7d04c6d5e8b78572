package import ArgumentParser
package import Trunk
package import TrunkClient

/// Which server, as whom, and how long to wait: the same for every program of ours.
package struct ConnectionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Server: host:port, [v6]:port, or the path of a socket. Else TELEPHONY_ADDRESS, else 127.0.0.1:7447.",
            valueName: "address"))
    package var address: String?

    @Option(
        help: ArgumentHelp(
            "File with the bearer token. Else TELEPHONY_TOKEN_FILE, else $XDG_CONFIG_HOME/telephony/token.",
            valueName: "file"))
    package var tokenFile: String?

    @Option(help: ArgumentHelp("Time for each call, as 500ms, 5s or 1m.", valueName: "duration"))
    package var timeout: String?

    @OptionGroup package var tls: ClientTLSOptions

    /// Made by the argument parser.
    package init() {}

    /// The server.
    ///
    /// - Throws: `Problem`: usage for a wrong option, badConfiguration for a wrong variable.
    package func endpoint(_ console: any Console) throws(Problem) -> Endpoint {
        if let address {
            guard let endpoint = Endpoint(typed: address) else {
                throw Problem(.usage, "ADDRESS", "--address takes host:port or the path of a socket")
            }
            return endpoint
        }
        guard let text = console.environment("TELEPHONY_ADDRESS") else {
            return .tcp(host: "127.0.0.1", port: Endpoint.defaultPort)
        }
        guard let endpoint = Endpoint(typed: text) else {
            throw Problem(.badConfiguration, "ADDRESS", "TELEPHONY_ADDRESS takes host:port or the path of a socket")
        }
        return endpoint
    }

    /// Options for each call.
    ///
    /// - Throws: `Problem`: usage when the timeout is none.
    package func callOptions() throws(Problem) -> CallOptions {
        guard let timeout else { return .defaults }
        guard let duration = Duration(typed: timeout), duration > .zero else {
            throw Problem(.usage, "TIMEOUT", "--timeout takes a duration above zero, as 500ms, 5s or 1m")
        }
        return CallOptions(timeout: duration)
    }

    /// Token, and time to connect when the calls have less.
    ///
    /// - Throws: `Problem`: badConfiguration for a token file that is none.
    package func configuration(_ console: any Console, software: String) throws(Problem) -> ClientConfiguration {
        var configuration = ClientConfiguration(token: try TokenFile.token(tokenFile, console))
        configuration.software = software
        if let timeout = try callOptions().timeout {
            configuration.defaultTimeout = timeout
            configuration.connectTimeout = min(timeout, configuration.connectTimeout)
        }
        return configuration
    }
}
