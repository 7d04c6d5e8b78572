package import TrunkClient
package import TrunkTLS

/// Where a command runs: its console, and how it reaches a server. The process's own by default; a test binds another.
package struct Invocation: Sendable {
    /// Streams, terminal, environment.
    package var console: any Console
    /// Opens a client of a server; nothing is connected before the first call.
    package var open: @Sendable (Endpoint, ClientConfiguration, ClientTLS?) -> OpenClient

    /// An invocation.
    package init(
        console: any Console, open: @escaping @Sendable (Endpoint, ClientConfiguration, ClientTLS?) -> OpenClient
    ) {
        self.console = console
        self.open = open
    }

    /// The one in force.
    @TaskLocal package static var current = Invocation(console: SystemConsole()) { endpoint, configuration, tls in
        let client =
            tls.map { TrunkClient(endpoint, tls: $0, configuration: configuration) }
            ?? TrunkClient(endpoint, configuration: configuration)
        return OpenClient(caller: client) { await client.close() }
    }
}
