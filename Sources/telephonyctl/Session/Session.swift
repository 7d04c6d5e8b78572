internal import TelephonyClient
internal import TelephonyCommandLine
internal import Trunk

/// A client that is open for one command, and how its answers are printed.
struct Session: Sendable {
    /// Streams and terminal.
    let console: any Console
    /// Makes the calls.
    let caller: any Caller
    /// Options for each call.
    let options: CallOptions
    /// Prints answers.
    let printer: Printer

    /// The three services and health.
    var directory: DirectoryServiceClient { DirectoryServiceClient(caller) }
    var telephony: TelephonyServiceClient { TelephonyServiceClient(caller) }
    var pins: PinServiceClient { PinServiceClient(caller) }
    var health: HealthClient { HealthClient(caller) }

    /// Opens a client, hands it to `body` and closes it whatever `body` does.
    static func run(
        _ connection: ConnectionOptions, _ output: OutputOptions, _ body: (Session) async throws -> Void
    ) async throws {
        let invocation = Invocation.current
        let console = invocation.console
        let options = try connection.callOptions()
        let endpoint = try connection.endpoint(console)
        let configuration = try connection.configuration(console, software: TelephonyCtl.name)
        let client = invocation.open(endpoint, configuration, try connection.tls.configuration(for: endpoint))
        let session = Session(
            console: console, caller: client.caller, options: options, printer: output.printer(console))
        do {
            try await body(session)
            await client.close()
        } catch {
            await client.close()
            throw error
        }
    }
}
