internal import ArgumentParser
internal import TelephonyCommandLine
internal import TelephonyMessages

/// `telephonyctl policy show`.
struct ShowPolicyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a policy.",
        discussion: "EXAMPLE\n  telephonyctl policy show --site london", aliases: ["get"])

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Level") var level: PolicyScopeOptions

    func run() async throws {
        try await Session.run(connection, output) { session in
            let response = try await session.pins.getPolicy(
                GetPolicyRequest(scope: level.scope), options: session.options)
            session.printer.show((response.policy ?? PinPolicy()).answer(version: response.version))
        }
    }
}
