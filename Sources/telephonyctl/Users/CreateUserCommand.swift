internal import ArgumentParser
internal import TelephonyCommandLine
internal import TelephonyMessages

/// `telephonyctl users create`.
struct CreateUserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Create a user.",
        discussion: """
            EXAMPLE
              telephonyctl users create ann --occupier acme --name "Ann Bell" --email ann@acme.example
            """)

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup var mutation: MutationOptions

    @OptionGroup var owner: OwnerOptions

    @Argument(help: "Its id: 1 to 63 of a-z, 0-9 and hyphen.") var id: EntityID

    @Option(help: "Its name, at most 128 bytes.") var name: String

    @Option(help: ArgumentHelp("E-mail address.", valueName: "address")) var email = ""

    func run() async throws {
        let created = User(id: id.text, owner: try owner.required(), name: name, email: email)
        try await Session.run(connection, output) { session in
            let response = try await session.directory.createUser(
                CreateUserRequest(user: created, validateOnly: mutation.isDryRun), options: session.options)
            mutation.noteDryRun(session.console)
            session.printer.show((response.user ?? created).answer)
        }
    }
}
