internal import ArgumentParser
internal import TelephonyCommandLine
internal import TelephonyMessages

/// `telephonyctl numbers activate`.
struct ActivateNumberCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "activate", abstract: "Take a RESERVED number into use; spends a voice service.",
        discussion: "EXAMPLE\n  telephonyctl numbers activate +442079460123")

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup var number: NumberOptions
    @OptionGroup var mutation: MutationOptions
    @OptionGroup var etag: EtagOptions

    func run() async throws {
        let reference = try number.reference()
        try await Session.run(connection, output) { session in
            let response = try await session.telephony.activateNumber(
                ActivateNumberRequest(number: reference, etag: etag.etag, validateOnly: mutation.isDryRun),
                options: session.options)
            mutation.noteDryRun(session.console)
            session.show(response.number)
        }
    }
}
