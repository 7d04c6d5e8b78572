internal import ArgumentParser
internal import TelephonyCommandLine
internal import TelephonyMessages

/// `telephonyctl numbers show`.
struct ShowNumberCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one number with all its details, never its PIN.",
        discussion: "EXAMPLE\n  telephonyctl numbers show 2001 --site london", aliases: ["get"])

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup var number: NumberOptions

    func run() async throws {
        let reference = try number.reference()
        try await Session.run(connection, output) { session in
            let response = try await session.telephony.getNumber(
                GetNumberRequest(number: reference), options: session.options)
            session.show(response.number)
        }
    }
}
