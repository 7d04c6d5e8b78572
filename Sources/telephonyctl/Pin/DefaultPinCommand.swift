internal import ArgumentParser
internal import TelephonyCommandLine
internal import TelephonyMessages

/// `telephonyctl pin default`: the one command that shows a PIN, a Default PIN.
struct DefaultPinCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "default", abstract: "Show a number's Default PIN. Every reading is audited.",
        discussion: """
            JSON and CSV show it only with --reveal, because they end up in logs and files.

            EXAMPLE
              telephonyctl pin default 2001 --site london --reason "welcome letter"
            """)

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup var number: NumberOptions
    @OptionGroup var reason: ReasonOptions

    @Flag(name: .customLong("reveal"), help: "Show it in JSON and CSV too.") var isRevealed = false

    func run() async throws {
        let reference = try number.reference()
        try await Session.run(connection, output) { session in
            let response = try await session.pins.revealDefaultPin(
                RevealDefaultPinRequest(number: reference, reason: reason.reason), options: session.options)
            guard let pin = response.defaultPin else {
                throw Problem(.protocolMismatch, "PIN_MISSING", "the server answered without a PIN")
            }
            show(pin, session)
        }
    }

    private func show(_ pin: Secret, _ session: Session) {
        switch session.printer.format {
        case .table: session.console.write([.secret(pin), .text("\n")])
        case .csv:
            session.console.write([.text("default_pin\n"), isRevealed ? .secret(pin) : .text("***"), .text("\n")])
        case .json, .ndjson: session.printer.show(.object([("defaultPin", isRevealed ? .secret(pin) : .redacted)]))
        }
    }
}
