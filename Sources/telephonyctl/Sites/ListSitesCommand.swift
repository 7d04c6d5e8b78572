internal import ArgumentParser
internal import TelephonyCommandLine
internal import TelephonyMessages
internal import Trunk

/// `telephonyctl sites list`.
struct ListSitesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List sites in the order of their ids.")

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup var page: PageOptions

    @Option(help: ArgumentHelp("Only those of this operator.", valueName: "id")) var `operator`: EntityID?

    func run() async throws {
        try await Session.run(connection, output) { session in
            try await session.list("sites", page) { (size, token) throws(RPCError) -> Page<Site> in
                let response = try await session.directory.listSites(
                    ListSitesRequest(operatorID: self.operator?.text ?? "", pageSize: size, pageToken: token),
                    options: session.options)
                return Page(items: response.sites, nextToken: response.nextPageToken)
            }
        }
    }
}
