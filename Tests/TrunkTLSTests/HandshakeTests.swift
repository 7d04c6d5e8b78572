import NIOSSL
import Testing
import Trunk
import TrunkClient
import TrunkServer
import TrunkTLS

/// RT-G12: versions, ALPN, and peers that speak something else on either port.
@Suite("Handshakes")
struct HandshakeTests {
    private let files: TestFiles
    private let authority: TestAuthority
    private let configuration: ServerTLSConfiguration

    init() throws {
        files = try TestFiles()
        authority = try TestAuthority()
        configuration = try files.server(try authority.issue(.localhost))
    }

    @Test(
        "a client of an older TLS is refused",
        arguments: [
            (TLSVersion.tlsv1, TLSMinimum.v13), (.tlsv1, .v12), (.tlsv11, .v13), (.tlsv11, .v12), (.tlsv12, .v13),
        ])
    func older(version: TLSVersion, minimum: TLSMinimum) async throws {
        var configuration = configuration
        configuration.minimum = minimum
        try await Bench.run(configuration) { bench in
            let seen = try await peer(bench, "trunk/1", at: version, speaking: []).untilClosed()
            #expect(!seen.handshake && seen.bytes.isEmpty)
            #expect(bench.log.refusals == ["the peer speaks only older versions of TLS"])
        }
    }

    @Test("TLS 1.2 is spoken where it is configured, by either side")
    func tls12() async throws {
        var configuration = configuration
        configuration.minimum = .v12
        let client = try files.client(trusting: authority)
        try await Bench.run(configuration) { bench in
            #expect(await bench.call(client) == nil)
            let seen = try await peer(bench, "trunk/1", at: .tlsv12, speaking: Array("GET / ".utf8)).untilClosed()
            #expect(seen.handshake && seen.agreed == "trunk/1")
            #expect(bench.log.refusals.isEmpty)
        }
    }

    @Test("a client that offers no ALPN gets a handshake and not a byte more")
    func withoutALPN() async throws {
        try await Bench.run(configuration) { bench in
            let seen = try await peer(bench, nil, speaking: Self.preface).untilClosed()
            await bench.refusalIsCounted()
            #expect(seen.handshake && seen.agreed == nil && seen.bytes.isEmpty)
            #expect(bench.log.refusals == ["the peer offers no ALPN, trunk/1 is needed"])
        }
    }

    @Test("a client that offers only other protocols gets not a byte more either", arguments: ["h2", "trunk/2", "x"])
    func otherALPN(name: String) async throws {
        try await Bench.run(configuration) { bench in
            let seen = try await peer(bench, name, speaking: Self.preface).untilClosed()
            #expect(seen.agreed == nil && seen.bytes.isEmpty)
            #expect(bench.log.refusals == ["the peer offers no ALPN, trunk/1 is needed"])
        }
    }

    @Test("plaintext on the port of TLS is refused without an answer in plaintext")
    func plaintextToTLS() async throws {
        try await Bench.run(configuration) { bench in
            let seen = try await peer(bench, at: nil, speaking: Self.preface).untilClosed()
            // At most an alert: record type 21, version, length 2, level, description.
            #expect(seen.bytes.isEmpty || (seen.bytes.first == 21 && seen.bytes.count == 7))
            #expect(bench.log.refusals == ["the peer does not speak TLS"])
        }
    }

    @Test("a client without TLS is told that the server went away, and nothing is served")
    func trunkWithoutTLS() async throws {
        try await Bench.run(configuration) { bench in
            let error = await withTrunkClient(bench.endpoint) { client in
                do throws(RPCError) {
                    _ = try await client.unary(Echo.call, Text("hello"), options: .defaults)
                    return RPCError?.none
                } catch {
                    return error
                }
            }
            #expect(error?.code == .unavailable)
            #expect(bench.echo.servedCount == 0)
            #expect(bench.log.refusals.first == "the peer does not speak TLS")
        }
    }

    @Test("TLS on the port of plaintext is refused; the server says what it saw, the client that nothing was executed")
    func tlsToPlaintext() async throws {
        let client = try files.client(trusting: authority)
        let log = LogRecorder()
        let echo = Echo()
        let server = TrunkServer(router: echo.router, authenticator: Names(), logger: log.logger)
        guard case .tcp(_, let port) = try await server.start(.tcp(host: "127.0.0.1", port: 0)) else { return }
        let error = await withTrunkClient(.tcp(host: "localhost", port: port), tls: client) { client in
            do throws(RPCError) {
                _ = try await client.unary(Echo.call, Text("hello"), options: .defaults)
                return RPCError?.none
            } catch {
                return error
            }
        }
        await server.drain(grace: .zero)
        #expect(error?.code == .unavailable && error?.notExecuted == true)
        #expect(log.lines.contains { $0.contains("looks like tls") }, "\(log.lines)")
    }

    @Test("a handshake that does not go on ends with the server's own time for the preface", arguments: [0, 1, 5, 64])
    func halfDone(count: Int) async throws {
        try await Bench.run(configuration, configure: { $0.limits.prefaceMillisMax = 100 }) { bench in
            // The beginning of a record with a ClientHello of 512 bytes.
            let beginning: [UInt8] = [22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3]
            let bytes = Array((beginning + [UInt8](repeating: 7, count: 64)).prefix(count))
            let seen = try await peer(bench, at: nil, speaking: bytes).untilClosed()
            #expect(seen.bytes.isEmpty)
            #expect(bench.log.refusals == ["the handshake was not over in time"])
        }
    }

    @Test("a client that has done its handshake and says nothing is closed in the same time")
    func silent() async throws {
        // Long enough for a handshake on a machine that has much else to do.
        let log = LogRecorder()
        try await Bench.run(configuration, log: log, configure: { $0.limits.prefaceMillisMax = 3_000 }) { bench in
            let seen = try await peer(bench, "trunk/1", speaking: []).untilClosed()
            #expect(seen.handshake && seen.bytes.isEmpty)
        }
        #expect(log.refusals.isEmpty)
        #expect(log.lines.contains { $0.contains("preface timeout") }, "\(log.lines)")
    }

    @Test("a server that does not say trunk/1 gets neither the token nor a call", arguments: [nil, "h2"])
    func foreignServer(name: String?) async throws {
        let foreign = try await RawTLSServer(try authority.issue(.localhost), name)
        var configuration = ClientConfiguration(token: Array("secret".utf8))
        configuration.software = "test"
        let client = try files.client(trusting: authority)
        let endpoint = Endpoint.tcp(host: "localhost", port: foreign.port)
        let error = await withTrunkClient(endpoint, tls: client, configuration: configuration) { client in
            do throws(RPCError) {
                _ = try await client.unary(Echo.call, Text("hello"), options: .defaults)
                return RPCError?.none
            } catch {
                return error
            }
        }
        #expect(error?.notExecuted == true && error?.text.contains("trunk/1") == true)
        #expect(try await foreign.untilClosed().isEmpty)
    }

    private static let preface: [UInt8] = Array("TRNK".utf8) + [0, 0, 0, 0, 0, 1, 0, 1]

    /// A peer that sends `bytes` as soon as it can; without a version it speaks no TLS.
    private func peer(
        _ bench: Bench, _ protocolName: String? = nil, at version: TLSVersion? = .tlsv13, speaking bytes: [UInt8]
    ) async throws -> RawTLSPeer {
        let peer = try await RawTLSPeer(
            port: bench.port, version.map { RawTLSPeer.settings(protocolName, upTo: $0) })
        if !bytes.isEmpty { peer.send(bytes) }
        return peer
    }
}
