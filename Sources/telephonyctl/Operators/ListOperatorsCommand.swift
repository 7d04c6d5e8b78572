internal import ArgumentParser
internal import TelephonyCommandLine
internal import TelephonyMessages
internal import Trunk

/// `telephonyctl operators list`.
struct ListOperatorsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List operators in the order of their ids.")

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup var page: PageOptions

    func run() async throws {
        try await Session.run(connection, output) { session in
            try await session.list("operators", page) { (size, token) throws(RPCError) -> Page<Operator> in
                let response = try await session.directory.listOperators(
                    ListOperatorsRequest(pageSize: size, pageToken: token),
                    options: session.options)
                return Page(items: response.operators, nextToken: response.nextPageToken)
            }
        }
    }
}
