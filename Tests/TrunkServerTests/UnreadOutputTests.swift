import Testing
import Trunk
import TrunkClient
import TrunkServer

@Suite("Output that nobody reads", .timeLimit(.minutes(1)))
struct UnreadOutputTests {
    @Test("requests that were read wait, unanswered, until their client reads; then all are answered in order")
    func heldInput() async throws {
        let service = TestService()
        let count = 1200
        try await withServer(service) { _, endpoint in
            var peer = try await RawPeer(endpoint, isReading: false)
            try await peer.send(RawFrame.opening())
            // Long requests with short replies first: the server's reads grow until one of them takes all that follows.
            let long = String(repeating: "x", count: 16 * 1024)
            for call in 0..<100 { try await peer.send(RawFrame.request(UInt32(call * 2 + 1), "Identify", long).bytes) }
            let streams = (100..<100 + count).map { UInt32($0 * 2 + 1) }
            try await peer.send(streams.flatMap { RawFrame.request($0, "Long", "\($0) ").bytes })
            try await Self.letWork(endpoint)
            #expect(service.servedCount > 0)
            #expect(service.servedCount < count / 2)
            try await peer.channel.setOption(.autoRead, value: true).get()
            _ = await peer.read(12)
            for _ in 0..<100 { #expect(await peer.answer()?.message == "good") }
            for stream in streams {
                let answer = await peer.answer()
                #expect(answer?.stream == stream)
                #expect(answer?.message.utf8.count == "\(stream) ".utf8.count + TestService.longReplyBytes)
            }
            #expect(service.servedCount == count)
            await peer.close()
        }
    }

    @Test("a client that half-closes behind unread output is still answered everything")
    func halfClosed() async throws {
        let service = TestService()
        let count = 400
        try await withServer(service, configure: { $0.limits.unreadOutputBytesMax = 64 * 1024 }) { _, endpoint in
            var peer = try await RawPeer(endpoint, isReading: false)
            let requests = (0..<count).flatMap { RawFrame.request(UInt32($0 * 2 + 1), "Long", "").bytes }
            try await peer.send(RawFrame.opening() + requests)
            try await peer.finish()
            try await Self.letWork(endpoint)
            try await peer.channel.setOption(.autoRead, value: true).get()
            _ = await peer.read(12)
            for call in 0..<count { #expect(await peer.answer()?.stream == UInt32(call * 2 + 1)) }
            #expect(await peer.answer() == nil)
            await peer.close()
        }
    }

    @Test("output below the mark that stops reading is timed out as well (TRK-808)")
    func belowTheMark() async throws {
        let configure: (inout ServerConfiguration) -> Void = { configuration in
            configuration.limits.unreadOutputBytesMax = 256 * 1024 * 1024
            configuration.limits.outputStalledMillisMax = 100
        }
        let service = TestService()
        let count = 600
        try await withServer(service, configure: configure) { server, endpoint in
            let peer = try await RawPeer(endpoint, isReading: false)
            let requests = (0..<count).flatMap { RawFrame.request(UInt32($0 * 2 + 1), "Long", "").bytes }
            try await peer.send(RawFrame.opening() + requests)
            while await server.statistics().connectionsOpen > 0 { await Task.yield() }
            #expect(await server.statistics().closes["output stalled"] == 1)
            #expect(service.servedCount == count)
            await peer.close()
        }
    }

    /// Many calls of another client, one after the other: the loop both connections live on comes round for each.
    private static func letWork(_ endpoint: Endpoint) async throws {
        // As patient as the server: its loop has much to do.
        var configuration = ClientConfiguration(token: Array("good".utf8))
        configuration.limits.prefaceMillisMax = 60_000
        configuration.limits.frameArrivalMillisMax = 60_000
        configuration.defaultTimeout = .seconds(60)
        try await withTrunkClient(endpoint, configuration: configuration) { client in
            for number in 0..<100 {
                let name = try await client.call(TestService.identify, "\(number)")
                #expect(name == "good")
            }
        }
    }
}
