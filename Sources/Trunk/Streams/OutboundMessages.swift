package import TrunkMessages

/// The messages of one call on their way out, for one producer.
package protocol OutboundMessages: AnyObject, Sendable {
    /// Sends a message; returns when the connection has taken it, which waits for credit (TRK-404).
    ///
    /// - Throws: `.cancelled` when the calling task was cancelled; how the call ended, when it has: a call that ended
    ///   well answers `.callEnded`; the error of encoding, and then nothing was sent and the call goes on.
    func write(_ message: some Message) async throws(RPCError)

    /// No more messages will come: a client's half-close. At a server without effect, where the end is the status.
    func finish()
}
