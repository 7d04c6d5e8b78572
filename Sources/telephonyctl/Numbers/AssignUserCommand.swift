internal import ArgumentParser
internal import TelephonyCommandLine
internal import TelephonyMessages

/// `telephonyctl numbers assign`.
struct AssignUserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assign", abstract: "Assign an ACTIVE number to a user of its owner.",
        discussion: "EXAMPLE\n  telephonyctl numbers assign 2001 --site london --user ann")

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup var number: NumberOptions
    @OptionGroup var mutation: MutationOptions
    @OptionGroup var etag: EtagOptions

    @Option(help: ArgumentHelp("The user.", valueName: "id")) var user: EntityID

    func run() async throws {
        let reference = try number.reference()
        try await Session.run(connection, output) { session in
            let response = try await session.telephony.assignUser(
                AssignUserRequest(
                    number: reference, userID: user.text, etag: etag.etag, validateOnly: mutation.isDryRun),
                options: session.options)
            mutation.noteDryRun(session.console)
            session.show(response.number)
        }
    }
}
