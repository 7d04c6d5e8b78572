internal import ArgumentParser
internal import TelephonyCommandLine
internal import TrunkMessages

/// `telephonyctl health`.
struct HealthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health", abstract: "Ask whether the server serves.",
        discussion: """
            Exit status 0 means that it serves, 1 that it does not, 69 that it cannot be reached.

            EXAMPLE
              telephonyctl health pin.v1.PinService
            """)

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    @Argument(help: "Full name of a service; left out for the server as a whole.") var service = ""

    func run() async throws {
        try await Session.run(connection, output) { session in
            let response = try await session.health.check(
                HealthCheckRequest(service: service), options: session.options)
            session.printer.show(
                response.status.word,
                or: Answer(
                    details: [("STATUS", response.status.word)], json: .object([("status", response.status.json)])))
            try Ending.unlessDone(response.status == .serving ? .done : .no)
        }
    }
}
