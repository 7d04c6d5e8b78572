import Trunk
import TrunkMessages

/// Answers every call with an empty message, a few turns of other tasks later; says when calls begin (1) and end (-1).
struct WaitingCaller: Caller {
    let note: @Sendable (Int) -> Void

    init(_ note: @escaping @Sendable (Int) -> Void) { self.note = note }

    func unary<Request: Message, Response: Message>(
        _ method: Method<Request, Response>, _ request: Request, options: CallOptions
    ) async throws(RPCError) -> Response {
        note(1)
        for _ in 0..<5 { await Task.yield() }
        note(-1)
        return Response()
    }

    func open<Request: Message, Response: Message>(
        _ method: Method<Request, Response>, first: Request?, options: CallOptions
    ) async throws(RPCError) -> CallStream<Request, Response> {
        throw RPCError(.unimplemented, "no streams here")
    }
}
