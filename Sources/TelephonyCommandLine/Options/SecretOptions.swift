package import ArgumentParser
package import TelephonyMessages

/// Where PINs come from: a person at the terminal, standard input or a file. Never the command line, never the
/// environment: other users of the machine can read both.
package struct SecretOptions: ParsableArguments {
    @Flag(name: .customLong("pin-stdin"), help: "Read PINs from standard input, one a line, in the order asked for.")
    package var isFromInput = false

    @Option(
        name: .customLong("pin-file"),
        help: ArgumentHelp("Read PINs from a file, one a line, in the order asked for.", valueName: "file"))
    package var file: String?

    /// Made by the argument parser.
    package init() {}

    /// Two sources at once are none.
    package func validate() throws {
        if isFromInput, file != nil { throw ValidationError("--pin-stdin and --pin-file exclude each other") }
    }

    /// The secrets, in the order of the prompts.
    ///
    /// - Throws: `Problem`: usage without a source, badData when a line is missing, empty or too long, or when the two
    ///   typed at a terminal differ.
    package func read(_ prompts: [SecretPrompt], _ console: any Console) throws(Problem) -> [Secret] {
        var secrets: [Secret] = []
        if let file {
            let input = try InputFile(file)
            if input.isReadableByOthers {
                console.note("warning: \(TerminalText.printable(file)) can be read by others; chmod 600 it")
            }
            let reader = input.secrets()
            for prompt in prompts { secrets.append(try reader.next(prompt.question)) }
        } else if isFromInput {
            for prompt in prompts { secrets.append(try console.readSecret(prompt.question)) }
        } else {
            guard console.canAsk else {
                throw Problem(
                    .usage, "NO_TERMINAL", "there is no terminal to ask for a PIN",
                    help: "give --pin-stdin or --pin-file")
            }
            for prompt in prompts { secrets.append(try Self.ask(prompt, console)) }
        }
        return secrets
    }

    private static func ask(_ prompt: SecretPrompt, _ console: any Console) throws(Problem) -> Secret {
        let secret = try console.askSecret(prompt.question)
        guard prompt.isTypedTwice else { return secret }
        guard SecretBytes.areEqual(secret, try console.askSecret("\(prompt.question) again")) else {
            throw Problem(.badData, "SECRETS_DIFFER", "the two differ; nothing was sent")
        }
        return secret
    }
}
