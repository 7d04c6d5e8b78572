/// Stands around every handler of a router: sees the context before and the error after, of streams as of unary calls.
package protocol ServerInterceptor: Sendable {
    /// Runs a call: goes on with `proceed` once, with this context or a changed one, or throws instead, which ends the
    /// call without its handler. What `proceed` throws may be thrown on, or something else in its place.
    ///
    /// Runs in the handler's task, which is cancelled as the handler is.
    func intercept(
        _ context: CallContext, _ proceed: (CallContext) async throws(RPCError) -> Void
    ) async throws(RPCError)
}

extension [any ServerInterceptor] {
    /// Runs `handler` inside all interceptors, the first one outermost.
    func run(
        _ context: CallContext, _ handler: (CallContext) async throws(RPCError) -> Void
    ) async throws(RPCError) {
        try await self[...].run(context, handler)
    }
}

extension ArraySlice<any ServerInterceptor> {
    fileprivate func run(
        _ context: CallContext, _ handler: (CallContext) async throws(RPCError) -> Void
    ) async throws(RPCError) {
        guard let first else { return try await handler(context) }
        try await first.intercept(context) { (context) async throws(RPCError) in
            try await dropFirst().run(context, handler)
        }
    }
}
