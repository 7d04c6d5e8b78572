internal import NIOCore
package import TrunkMessages

extension Route {
    /// A route whose handler answers one request with a stream. The call ends when the handler returns.
    package static func serverStreaming<Request: Message, Response: Message>(
        _ method: Method<Request, Response>,
        _ handler:
            @escaping @Sendable (Request, MessageWriter<Response>, CallContext) async throws(RPCError) -> Void
    ) -> Route {
        stream(method) { (stream, context) async throws(RPCError) in
            guard let bytes = try await stream.next() else { throw .requestMissing }
            // The context has them, too, until the handler returns (ZL-9).
            defer { if Request.carriesSecret { bytes.wipeReadableBytes() } }
            let request: Request
            do throws(DecodeError) { request = try await Request.decode(bytes) } catch {
                throw RPCError(decoding: error)
            }
            var context = context
            context.requestBytes = bytes
            try await handler(request, MessageWriter(stream), context)
        }
    }

    /// A route whose handler reads a stream of requests and answers once. It may answer before it has read everything.
    package static func clientStreaming<Request: Message, Response: Message>(
        _ method: Method<Request, Response>,
        _ handler: @escaping @Sendable (MessageStream<Request>, CallContext) async throws(RPCError) -> Response
    ) -> Route {
        stream(method) { (stream, context) async throws(RPCError) in
            let response = try await handler(MessageStream(stream, side: .server), context)
            try await stream.write(response)
        }
    }

    /// A route whose handler reads and writes as it pleases. The call ends when the handler returns.
    package static func bidirectional<Request: Message, Response: Message>(
        _ method: Method<Request, Response>,
        _ handler:
            @escaping @Sendable (MessageStream<Request>, MessageWriter<Response>, CallContext) async throws(RPCError) ->
            Void
    ) -> Route {
        stream(method) { (stream, context) async throws(RPCError) in
            try await handler(MessageStream(stream, side: .server), MessageWriter(stream), context)
        }
    }

    /// Runs at once on the caller's thread until the first suspension, then on `executor`; inside the interceptors.
    private static func stream<Request, Response>(
        _ method: Method<Request, Response>,
        _ run: @escaping @Sendable (any ServerStream, CallContext) async throws(RPCError) -> Void
    ) -> Route {
        Route(method: method.descriptor) { interceptors in
            .stream { context, executor, stream in
                Task.immediate(executorPreference: executor) {
                    do throws(RPCError) {
                        if interceptors.isEmpty {
                            try await run(stream, context)
                        } else {
                            try await interceptors.run(context) { (context) async throws(RPCError) in
                                try await run(stream, context)
                            }
                        }
                        stream.end(nil)
                    } catch {
                        stream.end(error)
                    }
                }
            }
        }
    }
}
