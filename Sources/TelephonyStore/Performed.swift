/// What came of a command that was carried out and is durable.
package struct Performed<Reply: Sendable>: Sendable {
    /// The answer.
    package let reply: Reply
    /// Revision of the store that holds the command's changes. Revisions are ordered and without gaps; a command that
    /// changed nothing has the revision it saw.
    package let revision: UInt64

    /// An answer with its revision.
    package init(reply: Reply, revision: UInt64) {
        self.reply = reply
        self.revision = revision
    }
}
