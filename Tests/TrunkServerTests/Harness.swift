import Foundation
import Logging
import Trunk
import TrunkClient
import TrunkMessages
import TrunkServer

/// Where a test body's calls go: the same body runs in process and over a socket.
enum Path: String, CaseIterable, Sendable {
    case inProcess
    case socket
    case unixSocket
}

/// A server on a free port with the test service, gone when the body returns.
func withServer(
    _ service: TestService = TestService(), at address: BindAddress = .tcp(host: "127.0.0.1", port: 0),
    configure: (inout ServerConfiguration) -> Void = { _ in }, grace: Duration = .seconds(3),
    authenticator: any Authenticator = TestAuthenticator(), observer: (any CallObserver)? = nil,
    transport: TrunkServer.Transport? = nil, _ body: (TrunkServer, Endpoint) async throws -> Void
) async throws {
    var configuration = ServerConfiguration()
    configuration.reconnectSpread = .zero
    // A machine with more to do than these tests must not look like a slow client.
    configuration.limits.prefaceMillisMax = 60_000
    configuration.limits.frameArrivalMillisMax = 60_000
    configure(&configuration)
    let server = TrunkServer(
        router: service.router(), authenticator: authenticator, configuration: configuration,
        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, observer: observer, transport: transport)
    do {
        let endpoint: Endpoint
        switch try await server.start(address) {
        case .tcp(let host, let port): endpoint = .tcp(host: host, port: port)
        case .unix(let path): endpoint = .unix(path: path)
        }
        try await body(server, endpoint)
        service.gate.open()
        await server.drain(grace: grace)
    } catch {
        service.gate.open()
        await server.drain(grace: .zero)
        throw error
    }
}

/// A caller that reaches the test service over `path`, with the token `good` unless told otherwise.
func withCaller(
    _ path: Path, _ service: TestService = TestService(), token: String? = "good",
    _ body: (any Caller) async throws -> Void
) async throws {
    let bytes = token.map { Array($0.utf8) }
    switch path {
    case .inProcess:
        let identity = bytes.flatMap { $0.withUnsafeBytes { TestAuthenticator().identity(token: $0) } }
        try await body(InProcessCaller(service.router(), identity: identity, authenticator: TestAuthenticator()))
        service.gate.open()
    case .socket, .unixSocket:
        let name = "trunk-\(UInt64.random(in: .min ... .max)).sock"
        let file = FileManager.default.temporaryDirectory.appending(path: name).path()
        let address = path == .socket ? BindAddress.tcp(host: "127.0.0.1", port: 0) : .unix(path: file)
        try await withServer(service, at: address) { _, endpoint in
            try await withTrunkClient(endpoint, configuration: ClientConfiguration(token: bytes)) { client in
                try await body(client)
            }
        }
    }
}

extension Caller {
    /// One call of the test service.
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
