internal import ArgumentParser
internal import TelephonyCommandLine
internal import TelephonyMessages

/// The token of a sign-in that demanded a change.
struct ChangeTokenOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The token that `pin sign-in --token-out` wrote.", valueName: "file"))
    var changeTokenFile: String?

    /// The token, or nil when none was given.
    ///
    /// - Throws: `Problem`: badData for a file that holds none.
    func token() throws(Problem) -> Secret? {
        guard let changeTokenFile else { return nil }
        return try ChangeTokenFile.read(changeTokenFile)
    }
}
