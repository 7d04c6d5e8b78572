internal import TelephonyCommandLine
internal import Trunk

extension Session {
    /// Prints a list, one page or all of them.
    ///
    /// - Parameters:
    ///   - key: The member of the JSON document that holds the entries.
    ///   - leadingKey: The member that holds the entry shown apart.
    ///   - fetch: Reads a page of at most so many entries, from a token on.
    func list<Item: Record>(
        _ key: String, leadingKey: String = "", _ options: PageOptions,
        _ fetch: (UInt32, [UInt8]) async throws(RPCError) -> Page<Item>
    ) async throws {
        var list = ListPrinter<Item>(printer, key: key, leadingKey: leadingKey)
        var token = options.firstToken
        var seen: Set<[UInt8]> = []
        var count: UInt64 = 0
        var total: UInt32?
        repeat {
            let page = try await fetch(options.sizeAsked, token)
            total = total ?? page.total
            count += UInt64(page.items.count)
            list.append(page.items, leading: page.leading, total: page.total)
            token = page.nextToken
            if options.isEverything { console.progress("\(DecimalText.grouped(count)) read") }
            // A server that answers the same token twice would keep us here for ever.
            guard token.isEmpty || seen.insert(token).inserted else {
                throw Problem(.protocolMismatch, "PAGE_TOKEN_REPEATED", "the server gave the same page token twice")
            }
        } while options.isEverything && !token.isEmpty
        if options.isEverything { console.progress("") }
        list.finish(nextToken: token)
        if count == 0, printer.format == .table { console.note("nothing found") }
        guard !token.isEmpty else { return }
        let share = total.map { "\(count) of \($0) shown" } ?? "\(count) shown"
        console.note("\(share); for the rest add --all, or --page-token '\(Base64.encode(token))'")
    }
}
