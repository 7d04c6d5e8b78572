internal import ArgumentParser
internal import TelephonyCommandLine
internal import TelephonyMessages

/// `telephonyctl pin check`.
struct CheckPinCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Say which rules a candidate breaks; changes nothing.",
        discussion: """
            Rules that compare with a secret are checked only with a change token. Exit status: 0 no rule broken, \
            1 some are, 75 throttled.

            EXAMPLE
              telephonyctl pin check 2001 --site london --pin-stdin < candidate.txt
            """)

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup var number: NumberOptions
    @OptionGroup(title: "Try") var origin: OriginOptions
    @OptionGroup(title: "PIN") var secrets: SecretOptions
    @OptionGroup var token: ChangeTokenOptions

    func run() async throws {
        let request = CheckPinRequest(
            number: try number.reference(),
            candidate: try secrets.read([SecretPrompt("Candidate")], Invocation.current.console).first,
            changeToken: try token.token(), origin: origin.message)
        try await Session.run(connection, output) { session in
            let response = try await session.pins.checkPin(request, options: session.options)
            if session.printer.format == .table {
                for line in response.lines { session.console.print(TerminalText.printable(line)) }
            } else {
                session.printer.show(response.answer)
            }
            try Ending.unlessDone(response.status)
        }
    }
}
