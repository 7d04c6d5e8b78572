internal import NIOCore
package import TrunkMessages

/// Calls a router in this process, through bytes exactly as the wire does: same decoding, same refusals, same flow
/// control of streams, same deadline and cancellation. What a socket adds is not here: frames and connection loss.
package struct InProcessCaller: Caller {
    private let router: Router
    private let identity: (any Identity)?
    private let authenticator: (any Authenticator)?

    /// A caller that is `identity` unless a call brings a token of its own, which `authenticator` judges; without an
    /// authenticator every such token is a bad one.
    package init(_ router: Router, identity: (any Identity)?, authenticator: (any Authenticator)? = nil) {
        self.router = router
        self.identity = identity
        self.authenticator = authenticator
    }

    /// Makes one unary call, as `Caller.unary` says.
    package func unary<Request: Message, Response: Message>(
        _ method: Method<Request, Response>, _ request: Request, options: CallOptions
    ) async throws(RPCError) -> Response {
        if Task.isCancelled { throw .cancelled }
        let bytes = try Self.encode(request)
        let answer = try await call(method.descriptor.path, bytes, options).get()
        defer { if method.descriptor.carriesSecret { answer.wipeReadableBytes() } }
        do throws(DecodeError) {
            return try await Response.decode(answer)
        } catch {
            throw RPCError(decodingReply: error)
        }
    }

    /// Opens a streaming call, as `Caller.open` says. A refusal ends the responses, as one from the wire would.
    package func open<Request: Message, Response: Message>(
        _ method: Method<Request, Response>, first: Request?, options: CallOptions
    ) async throws(RPCError) -> CallStream<Request, Response> {
        if Task.isCancelled { throw .cancelled }
        let bytes: ByteBuffer? = if let first { try Self.encode(first) } else { nil }
        let call = InProcessStream(carriesSecret: method.descriptor.carriesSecret)
        if let bytes {
            try await call.requests.write(bytes)
            call.requests.end(nil, refusal: .requestsFinished)
        }
        do throws(RPCError) {
            let entry = try entry(method.descriptor.path, options)
            guard case .stream(let start) = entry.found.route.body else { throw .wrongShape(entry.found.route.method) }
            let (context, _) = context(entry, options)
            call.run(context, idleTimeout: entry.found.terms.idleTimeout, start)
        } catch {
            call.end(error)
        }
        return CallStream(InProcessClientEnd(call))
    }

    private func call(
        _ path: String, _ request: ByteBuffer, _ options: CallOptions
    ) async -> Result<ByteBuffer, RPCError> {
        do throws(RPCError) {
            let entry = try entry(path, options)
            guard case .unary(let start) = entry.found.route.body else { throw .wrongShape(entry.found.route.method) }
            let (context, timeout) = context(entry, options)
            let call = InProcessCall(request: request, carriesSecret: context.method.carriesSecret)
            return await call.run(timeout: timeout) { start(request, context, nil, call) }
        } catch {
            return .failure(error)
        }
    }

    private static func encode(_ message: some Message) throws(RPCError) -> ByteBuffer {
        var bytes = ByteBuffer()
        do throws(EncodeError) { try message.encode(into: &bytes) } catch { throw RPCError(encoding: error) }
        return bytes
    }

    /// Who calls, and what: judged in the server's order.
    private func entry(
        _ path: String, _ options: CallOptions
    ) throws(RPCError) -> (found: Router.Entry, caller: (any Identity)?) {
        var caller = identity
        if let token = options.token {
            caller = token.withUnsafeBytes { authenticator?.identity(token: $0) }
            if caller == nil { throw .unauthenticated }
        }
        return (try router.resolve(path, identity: caller).get(), caller)
    }

    private func context(
        _ entry: (found: Router.Entry, caller: (any Identity)?), _ options: CallOptions
    ) -> (CallContext, Duration) {
        let timeout = entry.found.terms.timeout(wished: options.timeout)
        let context = CallContext(
            method: entry.found.route.method, identity: entry.caller,
            deadline: .now() + .nanoseconds(timeout.nanosecondsClamped), peer: "in-process",
            callID: options.callID ?? "", metadata: options.metadata, traceContext: options.traceContext)
        return (context, timeout)
    }
}
