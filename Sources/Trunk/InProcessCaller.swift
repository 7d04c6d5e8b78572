internal import NIOCore
package import TrunkMessages

/// Calls a router in this process, through bytes exactly as the wire does: same decoding, same refusals, same deadline
/// and cancellation. What a socket adds is not here: frames, flow control and connection loss.
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
        var bytes = ByteBuffer()
        do throws(EncodeError) { try request.encode(into: &bytes) } catch { throw RPCError(encoding: error) }
        let answer = try await call(method.descriptor.path, bytes, options).get()
        defer { if method.descriptor.carriesSecret { answer.wipeReadableBytes() } }
        do throws(DecodeError) {
            return try await Response.decode(answer)
        } catch {
            throw RPCError(decodingReply: error)
        }
    }

    /// Opens a streaming call, as `Caller.open` says.
    package func open<Request: Message, Response: Message>(
        _ method: Method<Request, Response>, first: Request?, options: CallOptions
    ) async throws(RPCError) -> CallStream<Request, Response> {
        throw .unimplemented(path: method.descriptor.path)
    }

    private func call(
        _ path: String, _ request: ByteBuffer, _ options: CallOptions
    ) async -> Result<ByteBuffer, RPCError> {
        let caller: (any Identity)?
        switch judge(options.token) {
        case .success(let identity): caller = identity
        case .failure(let refusal): return .failure(refusal)
        }
        let entry: Router.Entry
        switch router.resolve(path, identity: caller) {
        case .success(let found): entry = found
        case .failure(let refusal): return .failure(refusal)
        }
        let now = NIODeadline.now()
        let timeout = entry.terms.timeout(wished: options.timeout)
        let context = CallContext(
            method: entry.route.method, identity: caller, deadline: now + .nanoseconds(timeout.nanosecondsClamped),
            peer: "in-process", callID: options.callID ?? "")
        let call = InProcessCall(request: request, carriesSecret: entry.route.method.carriesSecret)
        guard case .unary(let start) = entry.route.body else { return .failure(.wrongShape(entry.route.method)) }
        return await call.run(timeout: timeout) { start(request, context, nil, call) }
    }

    private func judge(_ token: [UInt8]?) -> Result<(any Identity)?, RPCError> {
        guard let token else { return .success(identity) }
        guard let found = token.withUnsafeBytes({ authenticator?.identity(token: $0) }) else {
            return .failure(.unauthenticated)
        }
        return .success(found)
    }
}
