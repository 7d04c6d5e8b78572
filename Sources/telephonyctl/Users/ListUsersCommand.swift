internal import ArgumentParser
internal import TelephonyCommandLine
internal import TelephonyMessages
internal import Trunk

/// `telephonyctl users list`.
struct ListUsersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List users in the order of their ids.")

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup var page: PageOptions
    @OptionGroup var owner: OwnerOptions

    func run() async throws {
        try await Session.run(connection, output) { session in
            try await session.list("users", page) { (size, token) throws(RPCError) -> Page<User> in
                let response = try await session.directory.listUsers(
                    ListUsersRequest(owner: owner.owner, pageSize: size, pageToken: token),
                    options: session.options)
                return Page(items: response.users, nextToken: response.nextPageToken)
            }
        }
    }
}
