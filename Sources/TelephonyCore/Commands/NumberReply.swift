/// The number as it is after a command about it.
package struct NumberReply: Sendable, Hashable {
    /// The number, with its etag in `record.version`.
    package let number: NumberView
}
