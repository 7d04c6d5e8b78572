import Testing
import Trunk
import TrunkClient
import TrunkServer

@Suite("Limits of connections", .timeLimit(.minutes(1)))
struct LimitTests {
    @Test("one connection too many from an address, loopback too, is told BUSY in HELLO's place (TRK-801)")
    func perAddress() async throws {
        let service = TestService()
        try await withServer(service, configure: { $0.connectionsPerAddressMax = 3 }) { server, endpoint in
            var inside: [RawPeer] = []
            for _ in 0..<3 { inside.append(try await Self.greeted(endpoint)) }
            for _ in 0..<5 {
                var outside = try await RawPeer(endpoint)
                #expect(try await outside.open([RawFrame.request(1, "Echo", "out")]).prefix(9).last == 1)
                let farewell = await outside.frame()
                #expect(farewell?.type == 0x0A && farewell?.code == 5)
                #expect(farewell?.payload.prefix(4) == [0, 0, 0, 0])
                #expect(
                    farewell.map { String(decoding: $0.payload.dropFirst(12), as: UTF8.self).prefix(8) } == "TRK-801 ")
                #expect(await outside.frame() == nil)
                await outside.close()
            }
            #expect(service.servedCount == 3)
            for peer in inside { await peer.close() }
            while await server.statistics().connectionsOpen > 0 { await Task.yield() }
            await (try await Self.greeted(endpoint)).close()
        }
    }

    /// A connection on which a call has been answered.
    private static func greeted(_ endpoint: Endpoint) async throws -> RawPeer {
        var peer = try await RawPeer(endpoint)
        _ = try await peer.open([RawFrame.request(1, "Echo", "in")])
        #expect(await peer.answer()?.message == "in")
        return peer
    }

    @Test("a client that is turned away fails its calls as UNAVAILABLE (TRK-801)")
    func turnedAway() async throws {
        try await withServer(configure: { $0.connectionsPerAddressMax = 1 }) { _, endpoint in
            let inside = try await Self.greeted(endpoint)
            let token = ClientConfiguration(token: Array("good".utf8))
            try await withTrunkClient(endpoint, configuration: token) { (client) async throws in
                let error = await client.error(TestService.echo, "out", options: CallOptions(timeout: .seconds(2)))
                #expect(error?.code == .unavailable)
            }
            await inside.close()
        }
    }

    @Test("at the limit nothing more is accepted until a connection closes")
    func inTotal() async throws {
        try await withServer(configure: { $0.connectionsMax = 1 }) { server, endpoint in
            var first = try await RawPeer(endpoint)
            _ = try await first.open([])
            var second = try await RawPeer(endpoint)
            try await second.send(RawFrame.opening() + RawFrame.request(1, "Echo", "at last").bytes)
            for call in 0..<50 {
                try await first.send(RawFrame.request(UInt32(call * 2 + 1), "Echo", "in").bytes)
                #expect(await first.answer()?.message == "in")
            }
            #expect(await server.statistics().connectionsAccepted == 1)
            await first.close()
            _ = await second.read(12)
            #expect(await second.answer()?.message == "at last")
            await second.close()
        }
    }

    @Test("preface and HELLO must come in time (TRK-121)", arguments: [[], RawFrame.clientPreface])
    func slowOpening(bytes: [UInt8]) async throws {
        try await withServer(configure: { $0.limits.prefaceMillisMax = 20 }) { server, endpoint in
            var peer = try await RawPeer(endpoint)
            if !bytes.isEmpty { try await peer.send(bytes) }
            _ = await peer.readToEnd()
            await peer.close()
            #expect(await server.statistics().closes["preface timeout"] == 1)
        }
    }

    @Test("a frame that takes too long to arrive gets GOAWAY(SLOW) (TRK-802)")
    func slowFrame() async throws {
        try await withServer(configure: { $0.limits.frameArrivalMillisMax = 20 }) { _, endpoint in
            var peer = try await RawPeer(endpoint)
            _ = try await peer.open([])
            try await peer.send([0, 0, 0])
            let farewell = await peer.answer()
            #expect(farewell?.type == 0x0A && farewell?.code == 4)
            await peer.close()
        }
    }

    @Test("a connection without calls is closed when it has been idle too long (TRK-704)")
    func idle() async throws {
        try await withServer(configure: { $0.limits.idleMillisMax = 20 }) { _, endpoint in
            var peer = try await RawPeer(endpoint)
            _ = try await peer.open([])
            let farewell = await peer.answer()
            #expect(farewell?.type == 0x0A && farewell?.code == 7)
            await peer.close()
        }
    }

    @Test("a client that reads nothing is read no further, and closed when nothing moves")
    func unreadOutput() async throws {
        let configure: (inout ServerConfiguration) -> Void = { configuration in
            configuration.limits.unreadOutputBytesMax = 64 * 1024
            configuration.limits.outputStalledMillisMax = 100
        }
        let requests = 2000
        let text = String(repeating: "x", count: 32 * 1024)
        try await withServer(configure: configure) { server, endpoint in
            let peer = try await RawPeer(endpoint, isReading: false)
            try await peer.send(RawFrame.opening())
            for call in 0..<requests { peer.queue(RawFrame.request(UInt32(call * 2 + 1), "Echo", text).bytes) }
            try? await peer.channel.closeFuture.get()
            let statistics = await server.statistics()
            #expect(statistics.closes["output stalled"] == 1)
            #expect(statistics.callsStarted < requests)
        }
    }

    @Test("what the server announced is checked before anything is sent")
    func localLimits() async throws {
        let service = TestService()
        try await withServer(service) { _, endpoint in
            try await withTrunkClient(endpoint, configuration: ClientConfiguration(token: Array("good".utf8))) {
                (client) async throws in
                let tooLong = await client.error(TestService.echo, String(repeating: "x", count: 2 * 1024 * 1024))
                #expect(tooLong?.code == .resourceExhausted)
                #expect(tooLong?.isLocal == true && tooLong?.notExecuted == true)
                #expect(tooLong?.details?.limit?.name == "message_wire_bytes")
                let label = CallOptions(callID: String(repeating: "x", count: 20_000))
                let tooMuch = await client.error(TestService.echo, "", options: label)
                #expect(tooMuch?.code == .resourceExhausted && tooMuch?.isLocal == true)
                #expect(service.servedCount == 0)
            }
        }
    }
}
