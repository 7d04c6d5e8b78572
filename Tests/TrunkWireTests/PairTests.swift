import NIOCore
import Testing

@testable import TrunkWire

@Suite("Both machines against each other") struct PairTests {
    @Test("calls of every size, over reads of every size, come back as they were sent", arguments: UInt64(1)...20)
    func echo(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var limits = WireLimits()
        limits.messageWireBytesMax = 400_000
        let serverPool = BytePool(bytesMax: 16 << 20)
        let clientPool = BytePool(bytesMax: 16 << 20)
        let server = EchoServer(limits: limits, pool: serverPool)
        let client = ClientBench(limits: limits, pool: clientPool)
        var sent: [UInt32: ByteBuffer] = [:]
        var toServer = ByteBuffer()
        var toClient = ByteBuffer()
        for round in 0..<60 {
            if round < 40 {
                let isReady = server.eventCount > 0 && round > 2
                let bytes = Int.random(
                    in: 0...(isReady && Bool.random(using: &random) ? 300_000 : 2_000), using: &random)
                let message = ByteBuffer(repeating: UInt8.random(in: 0...255, using: &random), count: bytes)
                let answer = client.call(message)
                if answer.hasPrefix("sent "), let stream = UInt32(answer.dropFirst(5)) { sent[stream] = message }
            }
            toServer.writeImmutableBuffer(client.takeOutput())
            self.move(&toServer, last: round >= 50, &random) { server.read($0) }
            toClient.writeImmutableBuffer(server.takeOutput())
            self.move(&toClient, last: round >= 50, &random) { _ = client.read(Bytes(buffer: $0)) }
            #expect(client.endOfTurn() == nil)
        }
        #expect(sent.count > 16)
        #expect(client.messages == sent, "seed \(seed)")
        #expect(client.openCallCount == 0)
        #expect(server.openCallCount == 0)
        #expect(serverPool.bytesReserved == 0)
        #expect(clientPool.bytesReserved == 0)
        #expect(server.closed == nil)
    }

    /// Delivers a random part of what is on its way, in pieces; everything when it is the last time.
    private func move(
        _ bytes: inout ByteBuffer, last: Bool, _ random: inout SeededGenerator, deliver: (ByteBuffer) -> Void
    ) {
        while bytes.readableBytes > 0, last || Int.random(in: 0..<4, using: &random) > 0 {
            let most = Bool.random(using: &random) ? 100 : 100_000
            let count = min(bytes.readableBytes, Int.random(in: 1...most, using: &random))
            guard let piece = bytes.readSlice(length: count) else { return }
            deliver(piece)
        }
        bytes.discardReadBytes()
    }
}
