import Logging
import Trunk
import TrunkClient
import TrunkMessages
import TrunkServer

/// A server on a free port with the test service, gone when the body returns.
func withServer(
    _ service: TestService = TestService(), port: Int = 0, configure: (inout ServerConfiguration) -> Void = { _ in },
    _ body: (TrunkServer, Endpoint) async throws -> Void
) async throws {
    var configuration = ServerConfiguration()
    configuration.reconnectSpread = .zero
    configure(&configuration)
    let server = TrunkServer(
        router: service.router(), authenticator: NoAuthenticator(), configuration: configuration,
        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    do {
        guard case .tcp(let host, let port) = try await server.start(.tcp(host: "127.0.0.1", port: port)) else {
            return
        }
        try await body(server, .tcp(host: host, port: port))
        service.gate.open()
        await server.drain(grace: .seconds(3))
    } catch {
        service.gate.open()
        await server.drain(grace: .zero)
        throw error
    }
}

/// An address on which nobody listens, and on which a server may be started.
func freePort() async throws -> Int {
    var port = 0
    try await withServer { _, endpoint in
        if case .tcp(_, let used) = endpoint { port = used }
    }
    return port
}

/// Nobody is known; every method of the test service lets nobody in.
private struct NoAuthenticator: Authenticator {
    func identity(token: UnsafeRawBufferPointer) -> (any Identity)? { nil }
}

extension Caller {
    /// One call with a text each way.
    func call(
        _ method: Method<Text, Text>, _ text: String = "", options: CallOptions = .defaults
    ) async throws(RPCError) -> String {
        try await unary(method, Text(text), options: options).value
    }

    /// The error of a call that must fail.
    func error(
        _ method: Method<Text, Text>, _ text: String = "", options: CallOptions = .defaults
    ) async -> RPCError? {
        do throws(RPCError) {
            _ = try await call(method, text, options: options)
            return nil
        } catch {
            return error
        }
    }
}
