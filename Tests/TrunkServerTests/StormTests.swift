import NIOCore
import Synchronization
import Testing
import Trunk
import TrunkClient
import TrunkServer

@Suite("Many calls that are given up", .timeLimit(.minutes(2)))
struct StormTests {
    private static let pairs = 10_000
    private static let inFlightMax = 100

    /// Reads answers until `count` more calls have ended; how many ended well.
    private static func settle(_ peer: inout RawPeer, _ open: inout Set<UInt32>, downTo count: Int) async -> Int {
        var completed = 0
        while open.count > count, let frame = await peer.answer() {
            guard frame.type == 0x03 || frame.type == 0x05 else { continue }
            #expect(open.remove(frame.stream) != nil, "stream \(frame.stream) ended twice")
            if frame.type == 0x03 { completed += 1 }
        }
        return completed
    }

    @Test("10,000 calls cancelled at random moments among as many that complete: every handler ends, nothing leaks")
    func cancelled() async throws {
        let seed = UInt64.random(in: .min ... .max)
        print("seed of the storm: \(seed)")
        var random = SeededGenerator(seed: seed)
        let service = TestService()
        let lateness = service.lateness
        try await withServer(service, configure: { $0.limits.abusePointsMax = 100_000 }) { server, endpoint in
            var peer = try await RawPeer(endpoint)
            _ = try await peer.open([])
            var open: Set<UInt32> = []
            var completed = 0
            var stream: UInt32 = 1
            // Calls whose RESET is put off: it goes out with a later one.
            var putOff: [UInt32] = []
            for _ in 0..<Self.pairs {
                var bytes = RawFrame.request(stream, "Linger", "\(stream)").bytes
                bytes += RawFrame.request(stream + 2, "Hop", "done").bytes
                open.formUnion([stream, stream + 2])
                putOff.append(stream)
                while let next = putOff.first, putOff.count > 20 || Bool.random(using: &random) {
                    putOff.removeFirst()
                    lateness.cancelled("\(next)")
                    bytes += RawFrame.reset(next).bytes
                }
                stream += 4
                try await peer.send(bytes)
                completed += await Self.settle(&peer, &open, downTo: Self.inFlightMax)
            }
            for next in putOff { lateness.cancelled("\(next)") }
            try await peer.send(putOff.flatMap { RawFrame.reset($0).bytes })
            completed += await Self.settle(&peer, &open, downTo: 0)
            #expect(completed == Self.pairs)
            #expect(open.isEmpty)
            while await server.statistics().handlersRunning > 0 { await Task.yield() }
            let statistics = await server.statistics()
            #expect(statistics.callsStarted == 2 * Self.pairs)
            #expect(statistics.callsEnded(.ok) == Self.pairs)
            #expect(statistics.callsEnded(.cancelled) == Self.pairs)
            #expect(statistics.connectionsOpen == 1 && statistics.closes.isEmpty)
            print("handlers: \(statistics.callsStarted); \(lateness.summary)")
            // Every slot is free again.
            try await peer.send((0..<256).flatMap { RawFrame.request(stream + $0 * 2, "Hop", "again").bytes })
            for _ in 0..<256 { #expect(await peer.answer()?.type == 0x03) }
            await peer.close()
        }
    }

    @Test("opening and resetting as fast as can be never has more handlers running than calls allowed (TRK-323)")
    func rapidReset() async throws {
        let limit = 16
        let service = TestService()
        let configure: (inout ServerConfiguration) -> Void = { configuration in
            configuration.limits.concurrentStreamsMax = limit
            configuration.limits.abusePointsMax = 1_000_000
        }
        try await withServer(service, configure: configure) { server, endpoint in
            var peer = try await RawPeer(endpoint)
            _ = try await peer.open([])
            let count: UInt32 = 5000
            var ended = 0
            for first in stride(from: UInt32(0), to: count, by: 50) {
                var bytes: [UInt8] = []
                for number in first..<first + 50 {
                    bytes += RawFrame.streamRequest(number * 2 + 1, "Ignore").bytes
                    bytes += RawFrame.reset(number * 2 + 1).bytes
                }
                try await peer.send(bytes)
                for _ in 0..<50 { if await peer.answer()?.type == 0x05 { ended += 1 } }
            }
            #expect(ended == Int(count))
            #expect(service.streams.runningMax <= limit)
            while await server.statistics().handlersRunning > 0 { await Task.yield() }
            await peer.close()
        }
    }
}
