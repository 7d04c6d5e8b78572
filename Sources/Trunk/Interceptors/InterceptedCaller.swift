internal import TrunkMessages

/// A caller with interceptors around it.
struct InterceptedCaller: Caller {
    private let interceptor: (any ClientInterceptor)?
    private let next: any Caller

    /// `caller` inside `interceptors`, the first one outermost.
    init(_ caller: any Caller, _ interceptors: [any ClientInterceptor]) {
        var next = caller
        for interceptor in interceptors.dropFirst().reversed() { next = InterceptedCaller(interceptor, next) }
        self.init(interceptors.first, next)
    }

    private init(_ interceptor: (any ClientInterceptor)?, _ next: any Caller) {
        self.interceptor = interceptor
        self.next = next
    }

    func unary<Request: Message, Response: Message>(
        _ method: Method<Request, Response>, _ request: Request, options: CallOptions
    ) async throws(RPCError) -> Response {
        guard let interceptor else { return try await next.unary(method, request, options: options) }
        return try await interceptor.unary(method, request, options: options, next: next)
    }

    func open<Request: Message, Response: Message>(
        _ method: Method<Request, Response>, first: Request?, options: CallOptions
    ) async throws(RPCError) -> CallStream<Request, Response> {
        guard let interceptor else { return try await next.open(method, first: first, options: options) }
        return try await interceptor.open(method, first: first, options: options, next: next)
    }
}
