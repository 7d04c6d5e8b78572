internal import ArgumentParser
internal import TelephonyCommandLine
internal import TelephonyMessages
internal import Trunk

/// `telephonyctl numbers list`.
struct ListNumbersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the main number and the phone numbers of an owner at a site.",
        discussion: """
            The main number stands apart, before the others; filters do not apply to it.

            EXAMPLES
              telephonyctl numbers list --occupier acme --site london
              telephonyctl numbers list --site london --state active --locked
              telephonyctl numbers list --operator skyline --all -o csv > numbers.csv
            """)

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Owner") var owner: OwnerOptions

    @Option(help: ArgumentHelp("The site; left out for all sites.", valueName: "id")) var site: EntityID?

    @OptionGroup(title: "Filters") var filter: NumberFilterOptions

    @Option(name: .customLong("order"), help: "How they are sorted.") var order = NumberOrderArgument.number

    @OptionGroup(title: "Pages") var page: PageOptions

    func run() async throws {
        let base = ListNumbersRequest(
            owner: owner.owner, siteID: site?.text ?? "", filter: filter.filter, orderBy: order.order)
        try await Session.run(connection, output) { session in
            try await session.list("numbers", leadingKey: "mainNumber", page) {
                (size, token) throws(RPCError) -> Page<Number> in
                var request = base
                request.pageSize = size
                request.pageToken = token
                let response = try await session.directory.listNumbers(request, options: session.options)
                return Page(
                    items: response.numbers, nextToken: response.nextPageToken, leading: response.mainNumber,
                    total: token.isEmpty ? response.totalSize : nil)
            }
        }
    }
}
