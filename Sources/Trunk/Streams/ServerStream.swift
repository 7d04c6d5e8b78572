/// The server's side of one streaming call.
package protocol ServerStream: InboundMessages, OutboundMessages {
    /// Ends the call: nil is OK, behind every message written before. Only the first call counts.
    func end(_ error: RPCError?)
}
