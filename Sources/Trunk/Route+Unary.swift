internal import NIOCore
package import TrunkMessages

extension Route {
    /// A handler of one request and one response.
    package typealias UnaryHandler<Request, Response> =
        @Sendable (Request, CallContext) async throws(RPCError) ->
        Response

    /// A unary route.
    ///
    /// The handler runs at once on the caller's thread until its first suspension (`Task.immediate`), then on
    /// `executor`: no hop, no allocation beyond the task. A request above 64 KiB is unpacked elsewhere first.
    package static func unary<Request: Message, Response: Message>(
        _ method: Method<Request, Response>, _ handler: @escaping UnaryHandler<Request, Response>
    ) -> Route {
        Route(method: method.descriptor) { interceptors in
            let handler = interceptors.isEmpty ? handler : intercepted(handler, by: interceptors)
            return .unary { bytes, context, executor, responder in
                if bytes.readableBytes > Request.decodedOnLoopBytesMax {
                    return startLong(bytes, context, executor, responder, handler)
                }
                return start(bytes, context, executor, responder, handler)
            }
        }
    }

    private static func start<Request: Message, Response: Message>(
        _ bytes: ByteBuffer, _ context: CallContext, _ executor: (any TaskExecutor)?, _ responder: any Responder,
        _ handler: @escaping UnaryHandler<Request, Response>
    ) -> Task<Void, Never>? {
        let request: Request
        do throws(DecodeError) { request = try Request.decodeHere(bytes) } catch {
            responder.fail(RPCError(decoding: error))
            return nil
        }
        var called = context
        called.requestBytes = bytes
        return Task.immediate(executorPreference: executor) { [called] in
            do throws(RPCError) {
                responder.finish(try await handler(request, called))
            } catch {
                responder.fail(error)
            }
        }
    }

    private static func startLong<Request: Message, Response: Message>(
        _ bytes: ByteBuffer, _ context: CallContext, _ executor: (any TaskExecutor)?, _ responder: any Responder,
        _ handler: @escaping UnaryHandler<Request, Response>
    ) -> Task<Void, Never>? {
        var called = context
        called.requestBytes = bytes
        return Task.immediate(executorPreference: executor) { [called] in
            let request: Request
            do throws(DecodeError) { request = try await Request.decode(bytes) } catch {
                responder.fail(RPCError(decoding: error))
                return
            }
            do throws(RPCError) {
                if Task.isCancelled { throw .cancelledBeforeStart }
                responder.finish(try await handler(request, called))
            } catch {
                responder.fail(error)
            }
        }
    }

    /// A handler inside interceptors, which see its context and its error, not its messages.
    private static func intercepted<Request: Message, Response: Message>(
        _ handler: @escaping UnaryHandler<Request, Response>, by interceptors: [any ServerInterceptor]
    ) -> UnaryHandler<Request, Response> {
        { (request, context) async throws(RPCError) in
            var response: Response?
            try await interceptors.run(context) { (context) async throws(RPCError) in
                response = try await handler(request, context)
            }
            guard let response else { throw .answerMissing }
            return response
        }
    }
}
