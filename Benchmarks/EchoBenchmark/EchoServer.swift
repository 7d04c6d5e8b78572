import EchoMessages
import EchoService
import Foundation
import Logging
import Trunk
import TrunkServer

/// The server under measurement: one loop, the `Do` method, no identity needed.
enum EchoServer {
    private struct NoOne: Authenticator {
        func identity(token: UnsafeRawBufferPointer) -> (any Identity)? { nil }
    }

    /// Prints its port, and serves until standard input ends.
    static func run() async throws {
        var router = Router()
        EchoService.EchoServer().register(in: &router) { _ in
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
