internal import ArgumentParser
internal import TelephonyCommandLine
internal import TelephonyMessages

/// `telephonyctl pin sign-in`.
struct SignInCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign-in", abstract: "Try a PIN at a number. It counts like any other try.",
        discussion: """
            Exit status: 0 accepted, 1 not, 3 locked, 75 throttled. CHANGE_REQUIRED opens nothing yet: it is 1, and 0 \
            when --token-out took the token for `pin change`.

            EXAMPLES
              telephonyctl pin sign-in 2001 --site london --surface voicemail
              telephonyctl pin sign-in +442079460123 --pin-stdin --token-out token < pin.txt
            """)

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup var number: NumberOptions
    @OptionGroup(title: "Try") var origin: OriginOptions
    @OptionGroup(title: "PIN") var secrets: SecretOptions

    @Option(help: ArgumentHelp("Write the change token to this file, mode 0600.", valueName: "file"))
    var tokenOut: String?

    func run() async throws {
        let reference = try number.reference()
        let pin = try secrets.read([SecretPrompt("PIN")], Invocation.current.console).first
        try await Session.run(connection, output) { session in
            let response = try await session.pins.signIn(
                SignInRequest(
                    number: reference, surface: origin.surface.surface, pin: pin, origin: origin.message),
                options: session.options)
            session.printer.show(response.outcome.word, or: response.answer)
            try keep(response, session)
            try Ending.unlessDone(response.outcome.status(keepsToken: tokenOut != nil))
        }
    }

    private func keep(_ response: SignInResponse, _ session: Session) throws(Problem) {
        if let wait = response.retryAfter { session.console.note("next: wait \(wait.shortText), then try again") }
        guard response.outcome == .changeRequired else { return }
        guard let tokenOut, let token = response.changeToken else {
            session.console.note("next: sign in with --token-out FILE, then `pin change --change-token-file FILE`")
            return
        }
        try OutputFile.write(token, to: tokenOut)
        let until = response.changeTokenExpireTime.shortText
        session.console.note("next: telephonyctl pin change --change-token-file \(tokenOut), before \(until)")
    }
}
