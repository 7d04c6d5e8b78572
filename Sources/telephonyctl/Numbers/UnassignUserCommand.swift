internal import ArgumentParser
internal import TelephonyCommandLine
internal import TelephonyMessages

/// `telephonyctl numbers unassign`.
struct UnassignUserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unassign", abstract: "Take a number from its user.",
        discussion: "EXAMPLE\n  telephonyctl numbers unassign 2001 --site london")

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup var number: NumberOptions
    @OptionGroup var mutation: MutationOptions
    @OptionGroup var etag: EtagOptions

    func run() async throws {
        let reference = try number.reference()
        try await Session.run(connection, output) { session in
            let response = try await session.telephony.unassignUser(
                UnassignUserRequest(number: reference, etag: etag.etag, validateOnly: mutation.isDryRun),
                options: session.options)
            mutation.noteDryRun(session.console)
            session.show(response.number)
        }
    }
}
