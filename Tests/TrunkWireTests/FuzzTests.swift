import NIOCore
import Testing

@testable import TrunkWire

/// Nothing a peer sends may trap, grow without bound, or be answered twice. Every case is named by its seed.
@Suite("Hostile bytes") struct FuzzTests {
    /// Of each of six kinds; 24,000 cases in all.
    private static let caseCount: UInt64 = 4_000

    private static var limits: WireLimits {
        var limits = WireLimits()
        limits.concurrentStreamsMax = 16
        limits.receivePoolBytesMax = 1_000
        return limits
    }

    private func feed(_ bytes: ByteBuffer, _ mutator: inout Mutator, _ deliver: (ByteBuffer) -> Void) {
        var rest = bytes
        while rest.readableBytes > 0 {
            let count = min(rest.readableBytes, mutator.number(1...200))
            guard let piece = rest.readSlice(length: count) else { return }
            deliver(piece)
        }
    }

    private func attackServer(_ bytes: ByteBuffer, _ mutator: inout Mutator, seed: UInt64) {
        let pool = BytePool(bytesMax: 800)
        let server = EchoServer(limits: Self.limits, pool: pool)
        self.feed(bytes, &mutator) { server.read($0) }
        #expect(server.openCallCount <= 16, "seed \(seed)")
        #expect(pool.bytesReserved <= 800, "seed \(seed)")
        let output = server.takeOutput()
        #expect(output.readableBytes <= 200 * (bytes.readableBytes + 12), "seed \(seed)")
        #expect(self.faults(of: output) == [], "seed \(seed)")
        if server.closed != nil {
            let events = server.eventCount
            server.read(RecordedSessions.client)
            #expect(server.eventCount == events, "seed \(seed)")
            #expect(server.out.readableBytes == 0, "seed \(seed)")
        }
    }

    private func attackClient(_ bytes: ByteBuffer, _ mutator: inout Mutator, seed: UInt64) {
        let pool = BytePool(bytesMax: 800)
        let client = ClientBench(limits: Self.limits, pool: pool)
        for _ in 0..<12 { _ = client.call("x") }
        client.cancel(3)
        _ = client.takeOutput()
        var told: [String] = []
        self.feed(bytes, &mutator) {
            told += client.read(Bytes(buffer: $0))
            _ = client.endOfTurn()
        }
        #expect(client.openCallCount <= 12, "seed \(seed)")
        #expect(pool.bytesReserved <= 800, "seed \(seed)")
        // A caller is told once how its call ended.
        let ends = told.filter { $0.hasPrefix("reply ") || $0.hasPrefix("failed ") }
        let streams = ends.map { $0.split(separator: " ")[1] }
        #expect(Set(streams).count == streams.count, "seed \(seed)")
        #expect(client.takeOutput().readableBytes <= 200 * (bytes.readableBytes + 12), "seed \(seed)")
    }

    /// Whole frames only, and one end for every call; says what is wrong with an output.
    private func faults(of output: ByteBuffer) -> [String] {
        var rest = output
        if rest.getInteger(at: rest.readerIndex, as: UInt32.self) == 0x8954_524B { rest.moveReaderIndex(forwardBy: 12) }
        var faults: [String] = []
        var ended: Set<UInt32> = []
        while let (length, type, flags, _, stream) = rest.readMultipleIntegers(
            as: (UInt32, UInt8, UInt8, UInt16, UInt32).self), rest.readSlice(length: Int(length)) != nil
        {
            guard type == 0x05 || ((type == 0x03 || type == 0x04) && flags & Flag.end != 0) else { continue }
            if !ended.insert(stream).inserted { faults.append("stream \(stream) ended twice") }
        }
        if rest.readableBytes > 0 { faults.append("half a frame") }
        return faults
    }

    @Test("random bytes")
    func randomBytes() {
        for seed in 0..<Self.caseCount {
            var mutator = Mutator(seed: seed)
            // Half of them get past the preface.
            var bytes = seed % 2 == 0 ? ByteBuffer() : (Bytes.clientPreface + .hello()).buffer
            bytes.writeBytes(mutator.bytes(mutator.number(0...300)))
            self.attackServer(bytes, &mutator, seed: seed)
            self.attackClient(bytes, &mutator, seed: seed)
        }
    }

    @Test("damaged sessions")
    func damagedSessions() {
        for seed in 0..<Self.caseCount {
            var mutator = Mutator(seed: 1_000_000 + seed)
            self.attackServer(mutator.damaged(RecordedSessions.client), &mutator, seed: 1_000_000 + seed)
            self.attackClient(mutator.damaged(RecordedSessions.server), &mutator, seed: 1_000_000 + seed)
        }
    }

    @Test("frames that are made up")
    func madeUpFrames() {
        for seed in 0..<Self.caseCount {
            var mutator = Mutator(seed: 2_000_000 + seed)
            var bytes = Bytes.clientPreface + .hello()
            for _ in 0..<mutator.number(1...25) { bytes = bytes + mutator.frame() }
            self.attackServer(bytes.buffer, &mutator, seed: 2_000_000 + seed)
            self.attackClient(bytes.buffer, &mutator, seed: 2_000_000 + seed)
        }
    }

    @Test("what is looked for in an output is found when it is there")
    func checksBite() {
        #expect(self.faults(of: (Bytes.serverEnd(1, 0) + .response(1, "x")).buffer) == ["stream 1 ended twice"])
        #expect(self.faults(of: Bytes.hex("00").buffer) == ["half a frame"])
    }
}
