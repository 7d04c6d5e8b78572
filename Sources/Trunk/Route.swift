package import NIOCore
package import TrunkMessages

/// One method and how to run it. Generated code makes routes from a service's implementation.
package struct Route: Sendable {
    /// Decodes the request and starts the handler. Called synchronously on the call's event loop; the task it answers
    /// is the handler's, for cancellation. Nil when the call was refused before a handler began (bad request).
    package typealias UnaryStart =
        @Sendable (
            _ request: ByteBuffer, _ context: CallContext, _ executor: (any TaskExecutor)?, _ responder: any Responder
        ) -> Task<Void, Never>?

    /// Starts the handler of a stream. Called synchronously on the call's event loop; the task it answers is the
    /// handler's, for cancellation. The handler ends the stream with `ServerStream.end`, exactly once.
    package typealias StreamStart =
        @Sendable (_ context: CallContext, _ executor: (any TaskExecutor)?, _ stream: any ServerStream) -> Task<
            Void, Never
        >?

    /// How a method is run.
    package enum Body: Sendable {
        /// One message each way.
        case unary(UnaryStart)
        /// Any other shape. The request of a server streaming call is the only message of its stream.
        case stream(StreamStart)
    }

    /// The method served.
    package let method: MethodDescriptor
    /// How to run it.
    package let body: Body
    private let make: @Sendable ([any ServerInterceptor]) -> Body

    /// A route whose body `make` makes, once for each list of interceptors it is to run in.
    init(method: MethodDescriptor, make: @escaping @Sendable ([any ServerInterceptor]) -> Body) {
        self.init(method: method, body: make([]), make: make)
    }

    private init(
        method: MethodDescriptor, body: Body, make: @escaping @Sendable ([any ServerInterceptor]) -> Body
    ) {
        self.method = method
        self.body = body
        self.make = make
    }

    /// This route with interceptors around its handler, the first one outermost.
    func intercepted(by interceptors: [any ServerInterceptor]) -> Route {
        interceptors.isEmpty ? self : Route(method: method, body: make(interceptors), make: make)
    }
}
