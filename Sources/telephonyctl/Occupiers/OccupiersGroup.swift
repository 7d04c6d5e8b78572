internal import ArgumentParser

/// `telephonyctl occupiers …`.
struct OccupiersGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "occupiers", abstract: "Occupiers: tenant companies.",
        subcommands: [
            CreateOccupierCommand.self, GetOccupierCommand.self, ListOccupiersCommand.self,
        ])
}
