package import NIOCore
package import TrunkMessages

/// One method and how to run it. Generated code makes routes from a service's implementation.
package struct Route: Sendable {
    /// The method served.
    package let method: MethodDescriptor
    /// Decodes the request and starts the handler. Called synchronously on the call's event loop; the task it answers
    /// is the handler's, for cancellation. Nil when the call was refused before a handler began (bad request).
    package let start:
        @Sendable (
            _ request: ByteBuffer, _ context: CallContext, _ executor: (any TaskExecutor)?, _ responder: any Responder
        )
            -> Task<Void, Never>?

    /// A unary route.
    ///
    /// The handler runs at once on the caller's thread until its first suspension (`Task.immediate`), then on
    /// `executor`: no hop, no allocation beyond the task.
    package static func unary<Request: Message, Response: Message>(
        _ method: Method<Request, Response>,
        _ handler: @escaping @Sendable (Request, CallContext) async throws(RPCError) -> Response
    ) -> Route {
        Route(method: method.descriptor) { bytes, context, executor, responder in
            let request: Request
            do throws(DecodeError) {
                request = try bytes.withUnsafeReadableBytes { (raw) throws(DecodeError) in try Request(decoding: raw) }
            } catch {
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
    }

    private init(
        method: MethodDescriptor,
        start: @escaping @Sendable (ByteBuffer, CallContext, (any TaskExecutor)?, any Responder) -> Task<Void, Never>?
    ) {
        self.method = method
        self.start = start
    }
}
