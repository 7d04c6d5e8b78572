import Synchronization
import Trunk
import TrunkMessages

/// A server of a few lines: one closure per method, and every request remembered.
final class ScriptedCaller: Caller {
    typealias Handler = @Sendable (any Message) -> Result<any Message, RPCError>

    private let handlers = Mutex<[String: Handler]>([:])
    private let log = Mutex<[(path: String, request: any Message)]>([])

    /// Answers a method.
    @discardableResult
    func on<Request: Message, Response: Message>(
        _ method: Method<Request, Response>, _ body: @escaping @Sendable (Request) throws(RPCError) -> Response
    ) -> ScriptedCaller {
        let handler: Handler = { request in
            guard let request = request as? Request else { return .failure(RPCError(.internalError, "wrong type")) }
            do throws(RPCError) { return .success(try body(request)) } catch { return .failure(error) }
        }
        handlers.withLock { $0[method.descriptor.path] = handler }
        return self
    }

    /// The methods called, in order.
    var paths: [String] { log.withLock { $0.map(\.path) } }

    /// The requests of one type, in order.
    func requests<Request: Message>(_ type: Request.Type) -> [Request] {
        log.withLock { $0.compactMap { $0.request as? Request } }
    }

    func unary<Request: Message, Response: Message>(
        _ method: Method<Request, Response>, _ request: Request, options: CallOptions
    ) async throws(RPCError) -> Response {
        log.withLock { $0.append((method.descriptor.path, request)) }
        guard let handler = handlers.withLock({ $0[method.descriptor.path] }) else {
            throw RPCError(.unimplemented, "no \(method.descriptor.path) here")
        }
        guard let response = try handler(request).get() as? Response else {
            throw RPCError(.internalError, "wrong type of answer")
        }
        return response
    }

    func open<Request: Message, Response: Message>(
        _ method: Method<Request, Response>, first: Request?, options: CallOptions
    ) async throws(RPCError) -> CallStream<Request, Response> {
        throw RPCError(.unimplemented, "no streams here")
    }
}
