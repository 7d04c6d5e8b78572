/// How many numbers a bulk request changed.
package struct BulkReply: Sendable, Hashable {
    /// Numbers that changed their state.
    package let count: UInt32

    /// The refusal of a number that stands in the request twice, whichever way it is addressed.
    static let namedTwice = Refusal.invalid(field: "numbers", problem: "name the same number twice")
}
