import Testing
import Trunk
import TrunkClient

@Suite("Everything at once", .timeLimit(.minutes(1)))
struct StormTests {
    /// What one task of the storm does.
    private struct Plan: Sendable {
        let kind: Int
        let lengths: [Int]
        let isCancelled: Bool
        let turns: Int

        init(using generator: inout some RandomNumberGenerator) {
            kind = .random(in: 0..<4, using: &generator)
            let edges = [0, 1, 100, 1_000, 16_384, 65_472, 65_536, 65_537, 100_000]
            let count = Int.random(in: 0...4, using: &generator)
            var lengths: [Int] = []
            for _ in 0..<count { lengths.append(edges.randomElement(using: &generator) ?? 0) }
            self.lengths = lengths
            isCancelled = .random(using: &generator)
            turns = .random(in: 0..<50, using: &generator)
        }
    }

    @Test("calls of all kinds, half of them cancelled anywhere, leave no slot taken and no handler running")
    func storm() async throws {
        let seed = UInt64.random(in: .min ... .max)
        var generator = SeededGenerator(seed: seed)
        let plans = (0..<1_000).map { _ in Plan(using: &generator) }
        var configuration = ClientConfiguration()
        configuration.connectionsMax = 1
        configuration.defaultTimeout = .seconds(50)
        // Room for the credit of all streams, and for a long message on each.
        configuration.limits.receivePoolBytesMax = 64 * 1024 * 1024
        try await withServer(configure: { $0.limits.receivePoolBytesMax = 64 * 1024 * 1024 }) {
            [configuration] server, endpoint in
            try await withTrunkClient(endpoint, configuration: configuration) { (client) async throws in
                let faults = await withTaskGroup(of: String?.self) { group in
                    for plan in plans {
                        group.addTask { await Self.fault(of: plan, client) }
                    }
                    return await group.reduce(into: [String]()) { if let fault = $1 { $0.append(fault) } }
                }
                #expect(faults == [], "seed \(seed)")
                while await server.statistics().handlersRunning > 0 { await Task.yield() }
                // Every slot is free: as many streams as there are can be open together.
                let streams = try await withThrowingTaskGroup { group in
                    for _ in 0..<256 {
                        group.addTask { try await client.open(TestMethod.mirror, first: nil, options: .defaults) }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                for stream in streams { try await stream.requests.write(Text("here")) }
                for stream in streams {
                    var answers = stream.responses.makeAsyncIterator()
                    #expect(try await answers.next() == Text("here"), "seed \(seed)")
                }
                #expect(await server.statistics().connectionsAccepted == 1, "seed \(seed)")
            }
        }
    }

    /// Nil when the call went as it should, or was cancelled and says so.
    private static func fault(of plan: Plan, _ client: TrunkClient) async -> String? {
        let call = Task { try await answers(plan, client) }
        if plan.isCancelled {
            for _ in 0..<plan.turns { await Task.yield() }
            call.cancel()
        }
        do {
            return try await call.value ? nil : "wrong answer: \(plan)"
        } catch {
            return plan.isCancelled && (error as? RPCError)?.code == .cancelled ? nil : "\(error): \(plan)"
        }
    }

    private static func answers(_ plan: Plan, _ client: TrunkClient) async throws -> Bool {
        switch plan.kind {
        case 0:
            let text = Text(bytes: plan.lengths.first ?? 7)
            return try await client.unary(TestMethod.echo, text, options: .defaults) == text
        case 1:
            let text = plan.lengths.map(String.init).joined(separator: " ")
            let answer = try await client.clientStreaming(TestMethod.collect, options: .defaults) { writer in
                for length in plan.lengths { try await writer.write(Text(bytes: length)) }
            }
            return answer.value == text
        case 2:
            let text = plan.lengths.map(String.init).joined(separator: " ")
            var lengths: [Int] = []
            for try await message in try await client.serverStreaming(
                TestMethod.count, Text(text), options: .defaults)
            {
                lengths.append(message.value.utf8.count)
            }
            return lengths == plan.lengths
        default:
            return try await client.bidirectional(TestMethod.mirror, options: .defaults) { call in
                var answers = call.responses.makeAsyncIterator()
                for length in plan.lengths {
                    try await call.requests.write(Text(bytes: length))
                    guard try await answers.next()?.value.utf8.count == length else { return false }
                }
                return true
            }
        }
    }
}
