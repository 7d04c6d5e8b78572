import NIOCore
import Testing

@testable import TrunkWire

/// Random calls of all kinds over both machines: whatever the order of events, everything that was sent arrives, and
/// nothing waits for ever.
@Suite("Streams: no deadlock") struct NoDeadlockTests {
    private static let runsPerBatch = 400
    private static let baseSeed: UInt64 = 0x5EED_0F57_12EA_3500

    @Test("messages of all sizes, all shapes, credit and pools at their smallest", arguments: 0..<25)
    func random(batch: Int) {
        for run in 0..<Self.runsPerBatch {
            let seed = Self.baseSeed &+ UInt64(batch * Self.runsPerBatch + run)
            var generator = SeededGenerator(seed: seed)
            var limits = Self.limits
            // The smallest pool that lets one stream of each side and one long message of each in.
            if Bool.random(using: &generator) { limits.receivePoolBytesMax = 2 * 65_536 + 2 * 262_144 }
            let count = Int.random(in: 1...6, using: &generator)
            let mayCancel = Bool.random(using: &generator)
            let plans = (0..<count).map { _ in StreamPlan.random(using: &generator, mayCancel: mayCancel) }
            Self.run(plans, limits: limits, seed: seed, generator: generator)
        }
    }

    @Test("256 streams at once")
    func many() {
        let seed = Self.baseSeed &- 1
        var generator = SeededGenerator(seed: seed)
        var plans: [StreamPlan] = []
        for _ in 0..<256 {
            var plan = StreamPlan.random(using: &generator, mayCancel: false)
            while plan.shape == .unary { plan = StreamPlan.random(using: &generator, mayCancel: false) }
            plans.append(plan)
        }
        var limits = Self.limits
        limits.receivePoolBytesMax = 64 << 20
        Self.run(plans, limits: limits, seed: seed, generator: generator)
    }

    private static var limits: WireLimits {
        var limits = WireLimits()
        limits.messageWireBytesMax = 262_144
        return limits
    }

    private static func run(
        _ plans: [StreamPlan], limits: WireLimits, seed: UInt64, generator: SeededGenerator
    ) {
        let pool = BytePool(bytesMax: 1 << 30)
        do {
            let pair = StreamPair(plans: plans, limits: limits, pool: pool, generator: generator)
            let isDone = pair.run()
            #expect(isDone, "seed \(seed): \(pair.endedCount) of \(plans.count) ended")
            #expect(pair.faults == [], "seed \(seed)")
            if isDone { #expect(pool.bytesReserved == 0, "seed \(seed)") }
        }
        #expect(pool.bytesReserved == 0, "seed \(seed)")
    }
}
