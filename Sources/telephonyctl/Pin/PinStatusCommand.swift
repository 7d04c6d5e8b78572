internal import ArgumentParser
internal import TelephonyCommandLine
internal import TelephonyMessages

/// `telephonyctl pin status`.
struct PinStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show the state of a number's PIN, never the PIN.",
        discussion: "EXAMPLE\n  telephonyctl pin status 2001 --site london")

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup var number: NumberOptions

    func run() async throws {
        let reference = try number.reference()
        try await Session.run(connection, output) { session in
            let response = try await session.pins.getPinStatus(
                GetPinStatusRequest(number: reference), options: session.options)
            let status = response.status ?? PinStatus()
            session.printer.show(
                Answer(
                    details: [("NUMBER", reference.text)] + status.details,
                    json: .object([("number", .text(reference.text)), ("status", status.json)])))
        }
    }
}
