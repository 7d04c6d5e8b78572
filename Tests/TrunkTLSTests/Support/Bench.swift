import Logging
import NIOCore
import Synchronization
import Trunk
import TrunkClient
import TrunkServer
import TrunkTLS

/// A server over TLS on a free port, with what it logged, served and was told of its peers.
struct Bench {
    let port: Int
    let log: LogRecorder
    let echo: Echo
    let tls: ServerTLS
    let server: TrunkServer
    private let names: PeerNames

    /// What the certificates of its clients called them, connection by connection.
    var peerNames: [[String]] { names.value.withLock { $0 } }

    var endpoint: Endpoint { .tcp(host: "localhost", port: port) }

    /// Runs a server until `body` returns.
    static func run(
        _ configuration: ServerTLSConfiguration, log: LogRecorder = LogRecorder(),
        configure: (inout ServerConfiguration) -> Void = { _ in },
        _ body: (Bench) async throws -> Void
    ) async throws {
        let tls = try ServerTLS(configuration, logger: log.logger)
        let echo = Echo()
        let names = PeerNames()
        var settings = ServerConfiguration()
        settings.reconnectSpread = .zero
        configure(&settings)
        let transport = tls.transport
        let server = TrunkServer(
            router: echo.router, authenticator: Names(), configuration: settings, logger: log.logger
        ) { channel in
            try transport(channel)
            try channel.pipeline.syncOperations.addHandler(NameProbe(names))
        }
        guard case .tcp(_, let port) = try await server.start(.tcp(host: "127.0.0.1", port: 0)) else { return }
        do {
            try await body(Bench(port: port, log: log, echo: echo, tls: tls, server: server, names: names))
            await server.drain(grace: .seconds(3))
        } catch {
            await server.drain(grace: .zero)
            throw error
        }
    }

    /// The certificate that a new connection is shown, in DER.
    func shownCertificate() async throws -> [UInt8] {
        let peer = try await RawTLSPeer(port: port, RawTLSPeer.settings("trunk/1"))
        // Not the preface: the server answers by closing.
        peer.send(Array("GET / HTTP/1.1\r\n\r\n".utf8))
        return try await peer.untilClosed().certificate
    }

    /// Waits until the server has counted a connection that its transport refused.
    func refusalIsCounted() async {
        while await server.statistics().closes["transport refused"] != 1 { await Task.yield() }
    }

    /// One call; its error when it fails.
    func call(_ client: ClientTLS, at endpoint: Endpoint? = nil) async -> RPCError? {
        await withTrunkClient(endpoint ?? self.endpoint, tls: client) { client in
            do throws(RPCError) {
                let answer = try await client.unary(Echo.call, Text("hello"), options: .defaults)
                return answer == Text("hello") ? nil : RPCError(.internalError, "another answer")
            } catch {
                return error
            }
        }
    }
}

/// What peers' certificates call them, written on the server's loops.
private final class PeerNames: Sendable {
    let value = Mutex<[[String]]>([])
}

/// Notes what the gate tells of a peer, where Trunk's handler would.
private final class NameProbe: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let names: PeerNames

    init(_ names: PeerNames) { self.names = names }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? PeerCertificateNames { names.value.withLock { $0.append(event.names) } }
        context.fireUserInboundEventTriggered(event)
    }
}
