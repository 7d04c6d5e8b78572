public import TrunkMessages

/// Stands around every call of a client: may change the request and its options, answer by itself, or look at what
/// comes back. Installed with `Caller.intercepted(by:)`.
///
/// Each function has a default that only goes on, so that an interceptor says what it is about and nothing else.
public protocol ClientInterceptor: Sendable {
    /// A unary call: goes on with `next`, as often as it likes, or not at all.
    ///
    /// - Throws: What the call throws, or another error in its place.
    func unary<Request: Message, Response: Message>(
        _ method: Method<Request, Response>, _ request: Request, options: CallOptions, next: any Caller
    ) async throws(RPCError) -> Response

    /// A streaming call is opened: goes on with `next`, or not at all. The streams can be replaced by others.
    ///
    /// - Parameter first: The request of a server streaming call, otherwise nil.
    /// - Throws: What opening throws, or another error in its place.
    func open<Request: Message, Response: Message>(
        _ method: Method<Request, Response>, first: Request?, options: CallOptions, next: any Caller
    ) async throws(RPCError) -> CallStream<Request, Response>
}

extension ClientInterceptor {
    /// Goes on.
    public func unary<Request: Message, Response: Message>(
        _ method: Method<Request, Response>, _ request: Request, options: CallOptions, next: any Caller
    ) async throws(RPCError) -> Response {
        try await next.unary(method, request, options: options)
    }

    /// Goes on.
    public func open<Request: Message, Response: Message>(
        _ method: Method<Request, Response>, first: Request?, options: CallOptions, next: any Caller
    ) async throws(RPCError) -> CallStream<Request, Response> {
        try await next.open(method, first: first, options: options)
    }
}

extension Caller {
    /// This caller with interceptors around every call, the first one outermost.
    public func intercepted(by interceptors: [any ClientInterceptor]) -> some Caller {
        InterceptedCaller(self, interceptors)
    }
}
