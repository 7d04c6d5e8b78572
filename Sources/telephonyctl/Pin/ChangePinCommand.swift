internal import ArgumentParser
internal import TelephonyCommandLine
internal import TelephonyMessages

/// `telephonyctl pin change`.
struct ChangePinCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "change", abstract: "Replace the PIN, with the PIN in force or with a change token.",
        discussion: """
            Asks for the current PIN, unless there is a token, and for the new one twice; standard input or a file give \
            each once. A wrong current PIN counts like any other try. Exit status: 0 changed, 1 not, 3 locked, \
            75 throttled.

            EXAMPLES
              telephonyctl pin change 2001 --site london
              telephonyctl pin change 2001 --site london --change-token-file token --pin-stdin < new.txt
            """)

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup var number: NumberOptions
    @OptionGroup(title: "Try") var origin: OriginOptions
    @OptionGroup(title: "PIN") var secrets: SecretOptions
    @OptionGroup var token: ChangeTokenOptions

    func run() async throws {
        var request = ChangePinRequest(
            number: try number.reference(), surface: origin.surface.surface, origin: origin.message)
        let new = SecretPrompt("New PIN", isTypedTwice: true)
        let console = Invocation.current.console
        if let token = try token.token() {
            request.authorization = .changeToken(token)
            request.newPin = try secrets.read([new], console).first
        } else {
            let both = try secrets.read([SecretPrompt("Current PIN"), new], console)
            request.authorization = both.first.map { .currentPin($0) }
            request.newPin = both.last
        }
        try await send(request)
    }

    private func send(_ request: ChangePinRequest) async throws {
        try await Session.run(connection, output) { session in
            let response = try await session.pins.changePin(request, options: session.options)
            if session.printer.format == .table {
                for line in response.lines { session.console.print(TerminalText.printable(line)) }
            } else {
                session.printer.show(response.answer)
            }
            if let wait = response.retryAfter { session.console.note("next: wait \(wait.shortText), then try again") }
            if response.candidatesLeft > 0 {
                session.console.note("next: choose another PIN; the token allows \(response.candidatesLeft) more")
            }
            try Ending.unlessDone(response.outcome.status)
        }
    }
}
