package import TrunkMessages

/// Where a handler's outcome goes: exactly one of the two is called, once, and later calls are ignored.
///
/// On a connection the message is packed straight into the outgoing buffer.
package protocol Responder: Sendable {
    /// The call succeeded with this message.
    func finish(_ message: some Message)
    /// The call failed.
    func fail(_ error: RPCError)
}
