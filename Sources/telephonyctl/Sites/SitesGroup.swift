internal import ArgumentParser

/// `telephonyctl sites …`.
struct SitesGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sites", abstract: "Sites: buildings and floors where numbers can be used.",
        subcommands: [
            CreateSiteCommand.self, GetSiteCommand.self, ListSitesCommand.self,
        ])
}
