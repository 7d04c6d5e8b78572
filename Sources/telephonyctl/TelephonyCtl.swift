internal import ArgumentParser
internal import TelephonyCommandLine

/// The root of the command line. Connection and output options may stand before or behind the verbs.
@main
struct TelephonyCtl: AsyncParsableCommand {
    /// The program's name.
    static let name = "telephonyctl"

    static let configuration = CommandConfiguration(
        commandName: name,
        abstract: "Phone numbers and their PINs, from the command line.",
        discussion: """
            Numbers are written +442079460123, or 2001 --site london. PINs are never given as arguments: they are asked \
            for at the terminal, or read with --pin-stdin or --pin-file.

            EXAMPLES
              telephonyctl numbers list --occupier acme --site london
              telephonyctl pin reset 2001 --site london --reason TICKET-991
              telephonyctl numbers provision numbers.csv --dry-run
              telephonyctl health

            EXIT STATUS
              0 done                     69 server unavailable
              1 no: wrong PIN,           70 internal defect
                broken rule,             73 exists already
                not serving              75 try again later
              3 PIN locked               76 protocol mismatch
             64 wrong command line       77 not allowed
             65 wrong data              78 wrong configuration
             66 not found               130 interrupted
            """,
        version: "0.1.0",
        subcommands: [
            NumbersGroup.self, PinGroup.self, PolicyGroup.self, OperatorsGroup.self, SitesGroup.self,
            OccupiersGroup.self, UsersGroup.self, HealthCommand.self,
        ])

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    static func main() async {
        await Program.start(TelephonyCtl.self, name: name)
    }
}
