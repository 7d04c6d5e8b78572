internal import ArgumentParser
internal import Glibc
internal import ProcessHygiene

/// The server program.
@main
struct Telephonyd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "telephonyd", abstract: "The telephony PIN server.",
        discussion: """
            telephonyd dev                     a server to try things out: loopback, sample data, tokens printed
            telephonyd keys init FILE              a key file for a new store
            telephonyd serve --store FILE --keys FILE --tokens FILE [--tls-certificate FILE --tls-key FILE]
            """,
        version: ServerAssembly.version, subcommands: [DevCommand.self, ServeCommand.self, KeysCommand.self])

    /// The main thread only waits: an asynchronous `main` would end it in libdispatch, which profilers that follow every
    /// instruction do not survive.
    static func main() {
        do {
            try ProcessHygiene.enforce()
        } catch {
            StandardStream.error.write("telephonyd: \(error)\n")
            Glibc.exit(78)
        }
        // Store, keys and tokens are for their owner alone, whatever the shell's mask is.
        umask(0o077)
        // Detached: the main thread waits below and drains nothing.
        Task.detached {
            await Self.main(nil)
            Glibc.exit(0)
        }
        while true { pause() }
    }
}
