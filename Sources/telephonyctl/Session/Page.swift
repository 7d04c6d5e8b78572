internal import TelephonyCommandLine

/// One page of a list.
struct Page<Item: Record> {
    /// The entries.
    var items: [Item]
    /// For the next page; empty after the last.
    var nextToken: [UInt8]
    /// An entry that is shown apart, before the others; on the first page only.
    var leading: Item?
    /// How many entries there are in all, if the server said so; on the first page only.
    var total: UInt32?
}
