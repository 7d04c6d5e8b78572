import Testing
import Trunk
import TrunkClient
import TrunkWire

@testable import TrunkServer

@Suite("Room for long messages", .timeLimit(.minutes(1)))
struct RoomTests {
    @Test("a long request is reserved twice, as it came and as it is unpacked, and given back; a short one is not")
    func holds() {
        let pool = BytePool(bytesMax: 1_000_000)
        let unpackPool = BytePool(bytesMax: 4_000_000)
        var requests = RequestHold(bytesMax: 300_000, pool: pool, unpackPool: unpackPool)
        #expect(Self.take(65_536, &requests) == .success(0))
        #expect(pool.bytesReserved == 0)
        #expect(Self.take(100_000, &requests) == .success(100_000))
        #expect(Self.take(100_000, &requests) == .success(100_000))
        #expect(pool.bytesReserved == 200_000)
        #expect(unpackPool.bytesReserved == 3_200_000)
        #expect(Self.take(100_000, &requests) == .failure(.unpackPool))
        #expect(pool.bytesReserved == 200_000)
        requests.giveBack(100_000)
        #expect(Self.take(250_000, &requests) == .failure(.receivePool))
        requests.giveBack(100_000)
        #expect(pool.bytesReserved == 0)
        #expect(unpackPool.bytesReserved == 0)
    }

    private static func take(_ count: Int, _ requests: inout RequestHold) -> Result<Int, RequestHold.Refusal> {
        do throws(RequestHold.Refusal) { return .success(try requests.take(count)) } catch { return .failure(error) }
    }

    /// A REQUEST of `count` bytes in frames of 64 KiB.
    private static func long(_ stream: UInt32, _ method: String, _ count: Int) -> [UInt8] {
        var first = RawFrame.request(stream, method, "", flags: 0x0C)
        first.payload += RawFrame.big(UInt32(count)) + [UInt8](repeating: 0x78, count: 50_000)
        var bytes = first.bytes
        var left = count - 50_000
        while left > 0 {
            let part = min(left, 65_536)
            left -= part
            let flags: UInt8 = left == 0 ? 0x01 : 0x04
            bytes +=
                RawFrame(type: 0x04, flags: flags, stream: stream, payload: [UInt8](repeating: 0x78, count: part))
                .bytes
        }
        return bytes
    }

    @Test("what running handlers hold counts: one long request too many is not executed, and is taken afterwards")
    func receivePool() async throws {
        let service = TestService()
        try await withServer(service, configure: { $0.limits.receivePoolBytesMax = 1_000_000 }) { _, endpoint in
            var peer = try await RawPeer(endpoint)
            _ = try await peer.open([])
            for call in 0..<3 { try await peer.send(Self.long(UInt32(call * 2 + 1), "Stubborn", 300_000)) }
            var begun = service.begun.makeAsyncIterator()
            for _ in 0..<3 { _ = await begun.next() }
            try await peer.send(Self.long(7, "Echo", 300_000))
            let refusal = await peer.answer()
            #expect(refusal?.type == 0x05 && refusal?.stream == 7 && refusal?.code == 8 && refusal?.flags == 0x10)
            service.gate.open()
            var ended: Set<UInt32> = []
            while ended.count < 3, let frame = await peer.answer() { ended.insert(frame.stream) }
            #expect(ended == [1, 3, 5])
            try await peer.send(Self.long(9, "Identify", 300_000))
            #expect(await peer.answer()?.message == "good")
            await peer.close()
        }
    }

    @Test("when too much is being unpacked in the process, a long request is not executed; short ones go on")
    func unpackPool() async throws {
        try await withServer(configure: { $0.unpackPoolBytesMax = 1_000_000 }) { _, endpoint in
            var peer = try await RawPeer(endpoint)
            _ = try await peer.open([])
            try await peer.send(Self.long(1, "Identify", 70_000))
            let refusal = await peer.answer()
            #expect(refusal?.type == 0x05 && refusal?.code == 8 && refusal?.flags == 0x10)
            try await peer.send(RawFrame.request(3, "Identify", "").bytes)
            #expect(await peer.answer()?.message == "good")
            await peer.close()
        }
    }

    @Test("a stream's long message is refused as well when too much is being unpacked, and ends its call")
    func unpackPoolOfStreams() async throws {
        try await withServer(configure: { $0.unpackPoolBytesMax = 1_000_000 }) { server, endpoint in
            var peer = try await RawPeer(endpoint)
            _ = try await peer.open([.streamRequest(1, "Collect")])
            let total = RawFrame.big(UInt32(70_000))
            let parts = [
                RawFrame(type: 0x04, flags: 0x04, stream: 1, payload: total + [UInt8](repeating: 0x78, count: 60_000)),
                RawFrame(type: 0x04, stream: 1, payload: [UInt8](repeating: 0x78, count: 10_000)),
            ]
            try await peer.send(parts.flatMap(\.bytes))
            let end = await peer.answer()
            #expect(end?.type == 0x05 && end?.code == 8)
            while await server.statistics().handlersRunning > 0 { await Task.yield() }
            await peer.close()
        }
    }

    /// What the server has written when nothing moves any more: the kernel takes some MiB first.
    private static func settledOutput(_ server: TrunkServer) async -> Int {
        var last = 0
        var quiet = 0
        while quiet < 200 {
            let written = await server.statistics().bytesWritten
            quiet = written == last && written > 0 ? quiet + 1 : 0
            last = written
            await Task.yield()
        }
        return last
    }

    private static func echo(_ endpoint: Endpoint) async throws -> String? {
        var peer = try await RawPeer(endpoint)
        _ = try await peer.open([.request(1, "Echo", "here")])
        let answer = await peer.answer()
        await peer.close()
        return answer?.message
    }

    @Test("a handler that writes without end to a client that reads nothing fills the socket and no memory")
    func slowReader() async throws {
        let service = TestService()
        let unread = 256 * 1024
        try await withServer(service, configure: { $0.limits.unreadOutputBytesMax = unread }) { server, endpoint in
            var peer = try await RawPeer(endpoint, isReading: false)
            let streams: [UInt32] = [1, 3, 5, 7]
            try await peer.send(
                RawFrame.opening()
                    + streams.flatMap {
                        RawFrame.request($0, "Flood", "40000").bytes + RawFrame.credit($0, 1_000_000_000).bytes
                    })
            let before = await Self.settledOutput(server)
            let written = service.streams.writtenCount
            #expect(written > 0 && written < 1000)
            // What the server has handed to its channel is what its handlers wrote, and a little.
            #expect(before <= (written + streams.count) * 40_012 + 65_536)
            // The loop is free for others.
            #expect(try await Self.echo(endpoint) == "here")
            // It goes on when the client reads, every stream in its turn.
            try await peer.channel.setOption(.autoRead, value: true).get()
            _ = await peer.read(12)
            var heard: Set<UInt32> = []
            for _ in 0..<2 * written {
                guard let frame = await peer.answer() else { break }
                heard.insert(frame.stream)
            }
            #expect(heard == Set(streams))
            #expect(service.streams.writtenCount > written)
            await peer.close()
            while await server.statistics().handlersRunning > 0 { await Task.yield() }
        }
    }

    @Test("a long reply to one client lets the loop serve others between its fragments")
    func fairness() async throws {
        let configure: (inout ServerConfiguration) -> Void = { configuration in
            configuration.limits.unreadOutputBytesMax = 256 * 1024
            configuration.unpackPoolBytesMax = 1024 * 1024 * 1024
        }
        try await withServer(configure: configure) { _, endpoint in
            var slow = try await RawPeer(endpoint, isReading: false)
            var hello = RawFrame.hello()
            for id in [UInt8(0x02), 0x0D] { hello.payload += [id, 0, 4] + RawFrame.big(UInt32(1_000_000)) }
            try await slow.send(RawFrame.clientPreface + hello.bytes)
            for call in 0..<12 { slow.queue(Self.long(UInt32(call * 2 + 1), "Echo", 900_000)) }
            var other = try await RawPeer(endpoint)
            _ = try await other.open([])
            for call in 0..<100 {
                try await other.send(RawFrame.request(UInt32(call * 2 + 1), "Echo", "here").bytes)
                #expect(await other.answer()?.message == "here")
            }
            await other.close()
            try await slow.channel.setOption(.autoRead, value: true).get()
            _ = await slow.read(12)
            var ended: Set<UInt32> = []
            while ended.count < 12, let frame = await slow.answer() {
                if frame.flags & 0x01 != 0 { ended.insert(frame.stream) }
            }
            #expect(ended.count == 12)
            await slow.close()
        }
    }
}
