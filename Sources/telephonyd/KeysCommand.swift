internal import ArgumentParser
internal import TelephonyVault

/// Key files.
struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "The keys of a store.", subcommands: [InitKeysCommand.self])
}

/// Makes a key file.
struct InitKeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Make a key file for a new store, mode 0600; never touches one that is there.")

    @Argument(
        help: "The file to make. Without it nothing in the store can be read: keep a copy where the store is not.")
    var file: String

    func run() throws {
        do {
            var random = SystemRandomNumberGenerator()
            try KeyFile.create(Keyring(random: &random), at: file)
        } catch {
            StandardStream.error.write("telephonyd: \(error)\n")
            throw ExitCode(78)
        }
    }
}
