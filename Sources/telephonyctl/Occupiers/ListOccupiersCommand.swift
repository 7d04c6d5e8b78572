internal import ArgumentParser
internal import TelephonyCommandLine
internal import TelephonyMessages
internal import Trunk

/// `telephonyctl occupiers list`.
struct ListOccupiersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List occupiers in the order of their ids.")

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup var page: PageOptions

    @Option(help: ArgumentHelp("Only those of this operator.", valueName: "id")) var `operator`: EntityID?

    @Option(help: ArgumentHelp("Only those at this site.", valueName: "id")) var site: EntityID?

    func run() async throws {
        try await Session.run(connection, output) { session in
            try await session.list("occupiers", page) { (size, token) throws(RPCError) -> Page<Occupier> in
                let response = try await session.directory.listOccupiers(
                    ListOccupiersRequest(
                        operatorID: self.operator?.text ?? "", siteID: site?.text ?? "", pageSize: size,
                        pageToken: token),
                    options: session.options)
                return Page(items: response.occupiers, nextToken: response.nextPageToken)
            }
        }
    }
}
