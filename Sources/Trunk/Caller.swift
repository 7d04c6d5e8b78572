public import TrunkMessages

/// Something that can make calls: a connection, or a router in the same process. Generated clients stand on this alone.
public protocol Caller: Sendable {
    /// Makes one unary call.
    ///
    /// - Throws: `RPCError`; `.cancelled` whenever the calling task was cancelled.
    func unary<Request: Message, Response: Message>(
        _ method: Method<Request, Response>, _ request: Request, options: CallOptions
    ) async throws(RPCError) -> Response
}
