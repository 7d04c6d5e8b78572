internal import ArgumentParser
internal import TelephonyCommandLine

/// Asking before something that cannot be taken back.
struct ConfirmationOptions: ParsableArguments {
    @Flag(
        name: [.customLong("yes"), .customShort("y")], help: "Do not ask. Without a terminal nobody is asked anyway.")
    var isConfirmed = false

    /// Asks a person at the terminal, unless --yes was given or it is a dry run.
    ///
    /// - Throws: `Problem`: no, when the answer was not yes.
    func confirm(_ question: String, _ mutation: MutationOptions, _ console: any Console) throws(Problem) {
        if isConfirmed || mutation.isDryRun || !console.canAsk { return }
        guard console.askYes(question) else { throw Problem(.no, "NOT_CONFIRMED", "nothing was changed") }
    }
}
