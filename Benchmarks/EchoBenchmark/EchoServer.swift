import EchoMessages
import EchoService
import Foundation
import Logging
import Trunk
import TrunkServer

/// The server under measurement: one loop, the `Do` method, no identity needed.
enum EchoServer {
    private struct Handler: EchoServiceHandler {
        func echo(_ request: EchoRequest, _ context: CallContext) async throws(RPCError) -> EchoResponse {
            var response = EchoResponse()
            response.everything = request.everything
            return response
        }

        func `do`(_ request: DoRequest, _ context: CallContext) async throws(RPCError) -> DoResponse {
            var response = DoResponse()
            response.done = request.what
            return response
        }

        func fail(_ request: FailRequest, _ context: CallContext) async throws(RPCError) -> FailResponse {
            throw RPCError(.unknown, request.text)
        }

        func wait(_ request: WaitRequest, _ context: CallContext) async throws(RPCError) -> WaitResponse {
            WaitResponse()
        }
    }

    private struct NoOne: Authenticator {
        func identity(token: UnsafeRawBufferPointer) -> (any Identity)? { nil }
    }

    /// Prints its port, and serves until standard input ends.
    static func run() async throws {
        var router = Router()
        Handler().register(in: &router) { _ in
            MethodTerms(defaultTimeout: .seconds(10), maximumTimeout: .seconds(10), allowsAnonymous: true)
        }
        let server = TrunkServer(router: router, authenticator: NoOne(), logger: Logger(label: "echo"))
        if case .tcp(_, let port) = try await server.start(.tcp(host: "127.0.0.1", port: 0)) {
            try FileHandle.standardOutput.write(contentsOf: Array("\(port)\n".utf8))
        }
        _ = try FileHandle.standardInput.readToEnd()
        await server.drain(grace: .zero)
    }
}
