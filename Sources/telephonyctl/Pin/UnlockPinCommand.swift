internal import ArgumentParser
internal import TelephonyCommandLine
internal import TelephonyMessages

/// `telephonyctl pin unlock`.
struct UnlockPinCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unlock", abstract: "Lift a lock and forget failures; the PIN stays.",
        discussion: "EXAMPLE\n  telephonyctl pin unlock 2001 --site london --reason 'TICKET-992'")

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup var number: NumberOptions
    @OptionGroup var reason: ReasonOptions
    @OptionGroup var etag: EtagOptions
    @OptionGroup var mutation: MutationOptions

    func run() async throws {
        let reference = try number.reference()
        try await Session.run(connection, output) { session in
            let response = try await session.pins.unlockPin(
                UnlockPinRequest(
                    number: reference, reason: reason.reason, etag: etag.etag, validateOnly: mutation.isDryRun),
                options: session.options)
            mutation.noteDryRun(session.console)
            session.printer.show(response.unlocked ? "unlocked" : "it was not locked", or: response.answer)
        }
    }
}
