internal import ArgumentParser
internal import TelephonyCommandLine
internal import TelephonyMessages

/// `telephonyctl operators create`.
struct CreateOperatorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Create an operator.",
        discussion: """
            EXAMPLE
              telephonyctl operators create skyline --name "Skyline Spaces"
            """)

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup var mutation: MutationOptions

    @Argument(help: "Its id: 1 to 63 of a-z, 0-9 and hyphen.") var id: EntityID

    @Option(help: "Its name, at most 128 bytes.") var name: String

    func run() async throws {
        let created = Operator(id: id.text, name: name)
        try await Session.run(connection, output) { session in
            let response = try await session.directory.createOperator(
                CreateOperatorRequest(operator: created, validateOnly: mutation.isDryRun), options: session.options)
            mutation.noteDryRun(session.console)
            session.printer.show((response.`operator` ?? created).answer)
        }
    }
}
