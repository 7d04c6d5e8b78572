package import NIOCore

/// The messages of one call on their way in, for one consumer. A connection makes one per stream; `MessageStream`
/// decodes what it answers.
package protocol InboundMessages: AnyObject, Sendable {
    /// The bytes of the next message, inflated; nil at the orderly end, and again whenever it is asked after that.
    ///
    /// Asking gives back the credit of the message before. One consumer: never called while another call waits.
    ///
    /// - Throws: How the call failed; `.cancelled` after `cancel`, a `next` that waits included.
    func next() async throws(RPCError) -> ByteBuffer?

    /// The consumer has gone. A client resets the call; a server drops what still comes and renews no credit, and the
    /// call goes on. No effect when the call has ended. Any thread; never blocks.
    func cancel()
}
