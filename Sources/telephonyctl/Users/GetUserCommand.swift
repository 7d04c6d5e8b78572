internal import ArgumentParser
internal import TelephonyCommandLine
internal import TelephonyMessages

/// `telephonyctl users get`.
struct GetUserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get", abstract: "Show one user.", aliases: ["show"])

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    @Argument(help: "Its id.") var id: EntityID

    func run() async throws {
        try await Session.run(connection, output) { session in
            let response = try await session.directory.getUser(
                GetUserRequest(id: id.text), options: session.options)
            session.printer.show((response.user ?? User()).answer)
        }
    }
}
