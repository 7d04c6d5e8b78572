internal import ArgumentParser
internal import TelephonyCommandLine
internal import TelephonyMessages

/// `telephonyctl numbers nominate`.
struct NominateMainNumberCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nominate", abstract: "Make an AVAILABLE number a main number, or an ordinary one again.",
        discussion: "EXAMPLE\n  telephonyctl numbers nominate +442079460100")

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup var number: NumberOptions
    @OptionGroup var mutation: MutationOptions
    @OptionGroup var etag: EtagOptions

    @Flag(name: .customLong("ordinary"), help: "Make it an ordinary number again.") var isOrdinary = false

    func run() async throws {
        let reference = try number.reference()
        try await Session.run(connection, output) { session in
            let response = try await session.telephony.nominateMainNumber(
                NominateMainNumberRequest(
                    number: reference, main: !isOrdinary, etag: etag.etag, validateOnly: mutation.isDryRun),
                options: session.options)
            mutation.noteDryRun(session.console)
            session.show(response.number)
        }
    }
}
