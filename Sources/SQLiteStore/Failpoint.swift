/// Places where tests let the process die or the disk fail.
package enum Failpoint: String, Sendable, Hashable, CaseIterable {
    /// Rows of a batch are loaded, nothing is decided.
    case afterLoad
    /// Everything is decided, nothing is written.
    case beforeWrite
    /// Everything is written, nothing is committed.
    case afterWrite
    /// The commit comes next.
    case beforeCommit
    /// The commit is durable, nobody is answered.
    case afterCommit
    /// The answers come next.
    case beforeAnswer
}
