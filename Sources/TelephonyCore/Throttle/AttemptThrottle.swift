/// The throttle in front of the counter: remembers how often each source failed lately and at how many different
/// numbers. A throttled try spends no attempt of the number. Soft and per process: only the lock is exact.
///
/// A value: time comes in, nothing is asked. Memory is fixed at `slotsMax` entries of about 330 bytes, under 8 MiB in
/// all (RL-24); when a source needs a place and its four candidates are taken, the one that failed longest ago goes.
package struct AttemptThrottle: Sendable {
    /// A source under its hash.
    private struct Slot: Sendable {
        var source: UInt64 = 0
        var failuresLeft: UInt32 = 0
        var refillTime: Int64 = 0
        var windowStart: Int64 = 0
        var lastFailure: Int64 = .min
        var targets = DistinctTargets()
    }

    /// Entries in all.
    package static let slotsMax = 16_384
    private static let candidates: UInt64 = 4

    private var slots: [Slot]
    private let limits: ThrottleLimits
    private let interval: Int64
    private let window: Int64
    private let targetBitsMax: UInt32

    /// A throttle that has seen nothing. `slotCount` is rounded down to a power of two.
    package init(_ limits: ThrottleLimits, slotCount: Int = slotsMax) {
        self.limits = limits
        let bounded = min(max(slotCount, 4), Self.slotsMax)
        slots = Array(repeating: Slot(), count: 1 << (Int.bitWidth - 1 - bounded.leadingZeroBitCount))
        interval = max(1, WallTime(microseconds: 0).adding(limits.failureInterval).microseconds)
        window = max(1, WallTime(microseconds: 0).adding(limits.targetWindow).microseconds)
        targetBitsMax = DistinctTargets.expectedBits(of: limits.distinctTargetsMax)
    }

    /// How long this source must wait before its next try; nil when it may try now.
    ///
    /// - Parameters:
    ///   - source: keyed hash of who tries; never 0 in practice.
    ///   - now: the time.
    package func wait(source: UInt64, now: WallTime) -> Duration? {
        guard let index = find(source) else { return nil }
        let slot = slots[index]
        let sinceWindow = now.microseconds &- slot.windowStart
        if sinceWindow < window, slot.targets.exceeds(bits: targetBitsMax) {
            return .microseconds(window &- max(0, sinceWindow))
        }
        let earned = max(0, now.microseconds &- slot.refillTime) / interval
        if slot.failuresLeft == 0, earned == 0 {
            return .microseconds(min(interval, interval &- max(0, now.microseconds &- slot.refillTime)))
        }
        return nil
    }

    /// Notes that this source failed at this target.
    package mutating func failed(source: UInt64, target: UInt64, now: WallTime) {
        let index = find(source) ?? claim(source, now)
        let time = now.microseconds
        let earned = max(0, time &- slots[index].refillTime) / interval
        if earned > 0 {
            let room = limits.failureBurst &- slots[index].failuresLeft
            slots[index].failuresLeft &+= UInt32(min(Int64(room), earned))
            slots[index].refillTime = time
        }
        if slots[index].failuresLeft > 0 { slots[index].failuresLeft -= 1 }
        if time &- slots[index].windowStart >= window {
            slots[index].windowStart = time
            slots[index].targets = DistinctTargets()
        }
        slots[index].targets.insert(target)
        slots[index].lastFailure = time
    }

    private func place(_ source: UInt64, _ candidate: UInt64) -> Int {
        Int(truncatingIfNeeded: (source &+ candidate &* 0x9E37_79B9_7F4A_7C15) & UInt64(slots.count - 1))
    }

    private func find(_ source: UInt64) -> Int? {
        for candidate in 0..<Self.candidates {
            let index = place(source, candidate)
            if slots[index].source == source, slots[index].lastFailure != .min { return index }
        }
        return nil
    }

    private mutating func claim(_ source: UInt64, _ now: WallTime) -> Int {
        var oldest = place(source, 0)
        for candidate in 1..<Self.candidates {
            let index = place(source, candidate)
            if slots[index].lastFailure < slots[oldest].lastFailure { oldest = index }
        }
        slots[oldest] = Slot(
            source: source, failuresLeft: limits.failureBurst, refillTime: now.microseconds,
            windowStart: now.microseconds, lastFailure: now.microseconds)
        return oldest
    }
}
