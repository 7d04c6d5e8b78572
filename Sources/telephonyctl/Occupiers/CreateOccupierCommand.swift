internal import ArgumentParser
internal import TelephonyCommandLine
internal import TelephonyMessages

/// `telephonyctl occupiers create`.
struct CreateOccupierCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Create an occupier.",
        discussion: """
            EXAMPLE
              telephonyctl occupiers create acme --operator skyline --name "Acme Ltd" --site london
            """)

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup var mutation: MutationOptions

    @Argument(help: "Its id: 1 to 63 of a-z, 0-9 and hyphen.") var id: EntityID

    @Option(help: ArgumentHelp("Its landlord.", valueName: "id")) var `operator`: EntityID

    @Option(help: "Its name, at most 128 bytes.") var name: String

    @Option(help: ArgumentHelp("A site where it has a contract; may be repeated.", valueName: "id"))
    var site: [EntityID] = []

    func run() async throws {
        let created = Occupier(
            id: id.text, operatorID: self.operator.text, name: name, siteIDs: site.map(\.text))
        try await Session.run(connection, output) { session in
            let response = try await session.directory.createOccupier(
                CreateOccupierRequest(occupier: created, validateOnly: mutation.isDryRun), options: session.options)
            mutation.noteDryRun(session.console)
            session.printer.show((response.occupier ?? created).answer)
        }
    }
}
