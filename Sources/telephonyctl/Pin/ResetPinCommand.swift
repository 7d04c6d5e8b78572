internal import ArgumentParser
internal import TelephonyCommandLine
internal import TelephonyMessages

/// `telephonyctl pin reset`.
struct ResetPinCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset", abstract: "Put the Default PIN back and lift a lock.",
        discussion: """
            Prints what to tell the holder, ready to be read aloud. Nobody sees a PIN.

            EXAMPLE
              telephonyctl pin reset 2001 --site london --reason "TICKET-991 forgot the PIN"
            """)

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup var number: NumberOptions
    @OptionGroup var reason: ReasonOptions
    @OptionGroup var etag: EtagOptions

    @Flag(name: .customLong("end-handset-login"), help: "End the handset login too.") var endsHandsetLogin = false

    @OptionGroup var mutation: MutationOptions
    @OptionGroup var confirmation: ConfirmationOptions

    func run() async throws {
        let reference = try number.reference()
        try confirmation.confirm(
            "Reset the PIN of \(reference.text) to its Default PIN?", mutation, Invocation.current.console)
        try await Session.run(connection, output) { session in
            let response = try await session.pins.resetPin(
                ResetPinRequest(
                    number: reference, reason: reason.reason, etag: etag.etag, endHandsetLogin: endsHandsetLogin,
                    validateOnly: mutation.isDryRun),
                options: session.options)
            mutation.noteDryRun(session.console)
            session.printer.show(response.holderMessage, or: response.answer)
        }
    }
}
