internal import ArgumentParser
internal import TelephonyCommandLine
internal import TelephonyMessages

/// `telephonyctl sites get`.
struct GetSiteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get", abstract: "Show one site.", aliases: ["show"])

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    @Argument(help: "Its id.") var id: EntityID

    func run() async throws {
        try await Session.run(connection, output) { session in
            let response = try await session.directory.getSite(
                GetSiteRequest(id: id.text), options: session.options)
            session.printer.show((response.site ?? Site()).answer)
        }
    }
}
