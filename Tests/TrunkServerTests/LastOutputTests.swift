import Testing
import Trunk
import TrunkClient
import TrunkServer

@Suite("The last output of a connection", .timeLimit(.minutes(1)))
struct LastOutputTests {
    private static let count = 600

    /// A limit that lets all replies into the channel at once, and a linger time that is over before they are read.
    private static func configure(_ configuration: inout ServerConfiguration) {
        configuration.limits.unreadOutputBytesMax = 256 * 1024 * 1024
        configuration.limits.lingerMillisMax = 20
    }

    private static var requests: [UInt8] {
        (0..<count).flatMap { RawFrame.request(UInt32($0 * 2 + 1), "Long", "").bytes }
    }

    /// Long enough for the linger time to pass, had it begun.
    private static func letLinger(_ service: TestService, _ endpoint: Endpoint) async {
        while service.servedCount < count { await Task.yield() }
        await withTrunkClient(endpoint, configuration: ClientConfiguration(token: Array("good".utf8))) { client in
            for _ in 0..<4 {
                let error = await client.error(TestService.wait, options: CallOptions(timeout: .milliseconds(100)))
                #expect(error?.code == .deadlineExceeded)
            }
        }
    }

    @Test("a client that half-closes gets every answer, however late it reads (TRK-711)")
    func halfClosed() async throws {
        let service = TestService()
        try await withServer(service, configure: Self.configure) { _, endpoint in
            var peer = try await RawPeer(endpoint, isReading: false)
            try await peer.send(RawFrame.opening() + Self.requests)
            try await peer.finish()
            await Self.letLinger(service, endpoint)
            try await peer.channel.setOption(.autoRead, value: true).get()
            _ = await peer.read(12)
            for call in 0..<Self.count { #expect(await peer.answer()?.stream == UInt32(call * 2 + 1)) }
            #expect(await peer.answer() == nil)
            await peer.close()
        }
    }

    @Test("a client that broke a rule gets every answer before it, and the GOAWAY, however late it reads")
    func violation() async throws {
        let service = TestService()
        try await withServer(service, configure: Self.configure) { _, endpoint in
            var peer = try await RawPeer(endpoint, isReading: false)
            try await peer.send(RawFrame.opening() + Self.requests + RawFrame(type: 0x0B).bytes)
            await Self.letLinger(service, endpoint)
            try await peer.channel.setOption(.autoRead, value: true).get()
            _ = await peer.read(12)
            for call in 0..<Self.count { #expect(await peer.answer()?.stream == UInt32(call * 2 + 1)) }
            #expect(await peer.answer()?.type == 0x0A)
            #expect(await peer.answer() == nil)
            await peer.close()
        }
    }

    @Test("a connection that is over and whose client reads nothing more is closed all the same (TRK-808)")
    func never() async throws {
        let configure: (inout ServerConfiguration) -> Void = { configuration in
            Self.configure(&configuration)
            configuration.limits.outputStalledMillisMax = 100
        }
        try await withServer(configure: configure) { server, endpoint in
            let peer = try await RawPeer(endpoint, isReading: false)
            try await peer.send(RawFrame.opening() + Self.requests + RawFrame(type: 0x0B).bytes)
            while await server.statistics().connectionsOpen > 0 { await Task.yield() }
            #expect(await server.statistics().closes == ["violation": 1])
            await peer.close()
        }
    }
}
