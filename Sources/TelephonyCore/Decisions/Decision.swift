/// What a command comes to: its reply, and what must be durable before the reply is sent (RL-20).
package struct Decision<Reply: Sendable>: Sendable {
    /// The answer.
    package var reply: Reply
    /// What to write; empty for a dry run, and for a replayed request except that a Default PIN read again is audited.
    package var changes: Changes

    /// A decision.
    package init(_ reply: Reply, _ changes: Changes = Changes()) {
        self.reply = reply
        self.changes = changes
    }
}
