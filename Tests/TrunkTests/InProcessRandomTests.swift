import NIOCore
import Testing
import TrunkMessages

@testable import Trunk

@Suite("Streams in process, at random")
struct InProcessRandomTests {
    @Test("messages of every size around the credit's edge arrive whole and in order, both ways", arguments: 1...4)
    func sizes(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let edges = [0, 1, 63, 64, 65_471, 65_472, 65_473, 65_536, 65_537, 131_072]
        let sizes = (0..<40).map { _ in
            Bool.random(using: &random)
                ? edges.randomElement(using: &random) ?? 0 : Int.random(in: 0...80_000, using: &random)
        }
        var router = Router()
        router.add(
            .bidirectional(Text.chat) { requests, writer, _ throws(RPCError) in
                for try await request in requests { try await writer.write(request) }
            }, terms: .stream(idleTimeout: nil, allowsAnonymous: true))
        let caller = InProcessCaller(router, identity: nil)
        let echoed = try await caller.bidirectional(Text.chat, options: .defaults) { call in
            async let written: Void = {
                for size in sizes { try await call.requests.write(Text(String(repeating: "x", count: size))) }
                call.finish()
            }()
            var echoed: [Int] = []
            for try await answer in call.responses { echoed.append(answer.value.utf8.count) }
            try await written
            return echoed
        }
        #expect(echoed == sizes, "seed \(seed)")
    }
}
