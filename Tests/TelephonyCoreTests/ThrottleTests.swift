import TelephonyCore
import Testing

@Suite("The throttle in front of the counter")
struct ThrottleTests {
    private let start = WallTime(microseconds: 1_767_225_600_000_000)
    private let limits = ThrottleLimits(
        failureBurst: 3, failureInterval: .seconds(10), distinctTargetsMax: 20, targetWindow: .seconds(600))

    @Test("Q-11 a source fails as often as its burst, then waits for its interval")
    func burst() {
        var throttle = AttemptThrottle(limits)
        for _ in 0..<3 {
            #expect(throttle.wait(source: 1, now: start) == nil)
            throttle.failed(source: 1, target: 7, now: start)
        }
        #expect(throttle.wait(source: 1, now: start) == .seconds(10))
        #expect(throttle.wait(source: 1, now: start.adding(.seconds(4))) == .seconds(6))
        #expect(throttle.wait(source: 1, now: start.adding(.seconds(4))) == .seconds(6), "asking costs nothing")
        let later = start.adding(.seconds(10))
        #expect(throttle.wait(source: 1, now: later) == nil)
        throttle.failed(source: 1, target: 7, now: later)
        #expect(throttle.wait(source: 1, now: later) == .seconds(10), "one interval earned one failure")
        #expect(throttle.wait(source: 2, now: later) == nil, "others are not concerned")
    }

    @Test("Q-11 what is earned stops at the burst")
    func refill() {
        var throttle = AttemptThrottle(limits)
        for _ in 0..<3 { throttle.failed(source: 1, target: 7, now: start) }
        let later = start.adding(.seconds(1_000_000))
        for _ in 0..<3 {
            #expect(throttle.wait(source: 1, now: later) == nil)
            throttle.failed(source: 1, target: 7, now: later)
        }
        #expect(throttle.wait(source: 1, now: later) != nil)
    }

    @Test("T-3 one PIN against many numbers shows, however large the burst, until its window is over, seed 31")
    func distinctTargets() {
        var wide = limits
        wide.failureBurst = 100_000
        var throttle = AttemptThrottle(wide)
        var random = SeededGenerator(seed: 31)
        var tries = 0
        while throttle.wait(source: 1, now: start) == nil, tries < 1_000 {
            throttle.failed(source: 1, target: random.next(), now: start)
            tries += 1
        }
        #expect((18...24).contains(tries), "about twenty: \(tries)")
        #expect(throttle.wait(source: 1, now: start.adding(.seconds(599))) == .seconds(1))
        let over = start.adding(.seconds(600))
        #expect(throttle.wait(source: 1, now: over) == nil)
        throttle.failed(source: 1, target: random.next(), now: over)
        #expect(throttle.wait(source: 1, now: over) == nil, "a new window starts from nothing")
    }

    @Test("T-4 the same number again and again is one target")
    func oneTarget() {
        var wide = limits
        wide.failureBurst = 100_000
        var throttle = AttemptThrottle(wide)
        for _ in 0..<10_000 { throttle.failed(source: 1, target: 7, now: start) }
        #expect(throttle.wait(source: 1, now: start) == nil)
    }

    @Test("RL-24 memory is fixed: when places are taken, the source that failed longest ago is forgotten")
    func bounded() {
        var throttle = AttemptThrottle(limits, slotCount: 4)
        for source in UInt64(1)...4 {
            for _ in 0..<3 { throttle.failed(source: source, target: 7, now: start.adding(.seconds(Int64(source)))) }
        }
        let now = start.adding(.seconds(5))
        #expect((1...4).allSatisfy { throttle.wait(source: $0, now: now) != nil })
        throttle.failed(source: 5, target: 7, now: now)
        #expect(throttle.wait(source: 1, now: now) == nil, "forgotten")
        #expect((2...4).allSatisfy { throttle.wait(source: $0, now: now) != nil })
        #expect(MemoryLayout<DistinctTargets>.size * AttemptThrottle.slotsMax < 8 << 20)
    }

    @Test("a clock set back neither traps nor lets anybody in early")
    func clockBack() {
        var throttle = AttemptThrottle(limits)
        for _ in 0..<3 { throttle.failed(source: 1, target: 7, now: start) }
        let before = start.adding(.seconds(-3_600))
        #expect(throttle.wait(source: 1, now: before) == .seconds(10))
        throttle.failed(source: 1, target: 7, now: before)
        throttle.failed(source: 1, target: 7, now: WallTime(microseconds: 0))
        #expect(throttle.wait(source: 1, now: start) != nil)
    }

    @Test("distinct targets are estimated within a tenth up to a thousand, seed 32", arguments: [50, 200, 1_000])
    func estimate(_ count: UInt32) {
        var random = SeededGenerator(seed: 32)
        var targets = DistinctTargets()
        for _ in 0..<count * 9 / 10 { targets.insert(random.next()) }
        #expect(!targets.exceeds(bits: DistinctTargets.expectedBits(of: count)))
        for _ in 0..<count / 5 { targets.insert(random.next()) }
        #expect(targets.exceeds(bits: DistinctTargets.expectedBits(of: count)))
    }
}
