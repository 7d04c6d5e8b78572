internal import ArgumentParser
internal import TelephonyCommandLine
internal import TelephonyMessages

/// `telephonyctl numbers logout-handset`.
struct LogOutHandsetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logout-handset", abstract: "End a handset login from afar.",
        discussion: "EXAMPLE\n  telephonyctl numbers logout-handset 2001 --site london")

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup var number: NumberOptions
    @OptionGroup var mutation: MutationOptions
    @OptionGroup var reason: ReasonOptions

    func run() async throws {
        let reference = try number.reference()
        try await Session.run(connection, output) { session in
            let response = try await session.telephony.logOutHandset(
                LogOutHandsetRequest(
                    number: reference, reason: reason.reason, validateOnly: mutation.isDryRun), options: session.options
            )
            mutation.noteDryRun(session.console)
            session.printer.show(
                response.loggedOut ? "logged out" : "nobody was logged in",
                or: Answer(
                    details: [("LOGGED_OUT", response.loggedOut.word)],
                    json: .object([("loggedOut", .bool(response.loggedOut))])))
        }
    }
}
