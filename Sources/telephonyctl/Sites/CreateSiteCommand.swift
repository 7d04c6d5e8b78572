internal import ArgumentParser
internal import TelephonyCommandLine
internal import TelephonyMessages

/// `telephonyctl sites create`.
struct CreateSiteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Create a site.",
        discussion: """
            EXAMPLE
              telephonyctl sites create london --operator skyline --name "London Wall" --time-zone Europe/London
            """)

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup var mutation: MutationOptions

    @Argument(help: "Its id: 1 to 63 of a-z, 0-9 and hyphen.") var id: EntityID

    @Option(help: ArgumentHelp("The operator that runs it.", valueName: "id")) var `operator`: EntityID

    @Option(help: "Its name, at most 128 bytes.") var name: String

    @Option(help: ArgumentHelp("IANA time zone, as Europe/London.", valueName: "zone")) var timeZone: String

    func run() async throws {
        let created = Site(id: id.text, operatorID: self.operator.text, name: name, timeZone: timeZone)
        try await Session.run(connection, output) { session in
            let response = try await session.directory.createSite(
                CreateSiteRequest(site: created, validateOnly: mutation.isDryRun), options: session.options)
            mutation.noteDryRun(session.console)
            session.printer.show((response.site ?? created).answer)
        }
    }
}
