internal import ArgumentParser
internal import TelephonyCommandLine

/// How much of a list.
struct PageOptions: ParsableArguments {
    /// Most entries of a page.
    static let pageSizeMax: UInt32 = 1000

    @Option(help: ArgumentHelp("Entries per page, 1 to 1000.", valueName: "count"))
    var pageSize: UInt32?

    @Option(help: ArgumentHelp("Go on where a page ended.", valueName: "token"))
    var pageToken: String?

    @Flag(name: .customLong("all"), help: "Every page.")
    var isEverything = false

    func validate() throws {
        if let pageSize, !(1...Self.pageSizeMax).contains(pageSize) {
            throw ValidationError("--page-size takes 1 to \(Self.pageSizeMax)")
        }
        if let pageToken, Base64.decode(pageToken) == nil {
            throw ValidationError("--page-token takes a token that a page gave")
        }
    }

    /// What to ask of the server: 0 leaves it to the server.
    var sizeAsked: UInt32 { pageSize ?? (isEverything ? Self.pageSizeMax : 0) }

    /// Where to begin.
    var firstToken: [UInt8] { pageToken.flatMap { Base64.decode($0) } ?? [] }
}
