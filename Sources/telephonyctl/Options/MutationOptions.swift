internal import ArgumentParser
internal import TelephonyCommandLine

/// Options of everything that changes something.
struct MutationOptions: ParsableArguments {
    @Flag(name: .customLong("dry-run"), help: "Let the server check everything, and change nothing.")
    var isDryRun = false

    /// Says on standard error that nothing happened.
    func noteDryRun(_ console: any Console) {
        if isDryRun { console.note("dry run: checked by the server, nothing was changed") }
    }
}
