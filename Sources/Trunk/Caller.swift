public import TrunkMessages

/// Something that can make calls: a connection, or a router in the same process. Generated clients stand on this alone.
public protocol Caller: Sendable {
    /// Makes one unary call.
    ///
    /// - Throws: `RPCError`; `.cancelled` whenever the calling task was cancelled.
    func unary<Request: Message, Response: Message>(
        _ method: Method<Request, Response>, _ request: Request, options: CallOptions
    ) async throws(RPCError) -> Response

    /// Opens a streaming call; generated code calls `serverStreaming`, `clientStreaming` and `bidirectional` instead.
    ///
    /// - Parameter first: The request of a server streaming call, whose input is then closed; nil for the others.
    /// - Throws: `RPCError` when the call was refused before it was opened. Later refusals end `responses`.
    func open<Request: Message, Response: Message>(
        _ method: Method<Request, Response>, first: Request?, options: CallOptions
    ) async throws(RPCError) -> CallStream<Request, Response>
}
