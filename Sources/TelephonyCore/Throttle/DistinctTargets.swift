/// Estimates how many different numbers were tried, in a fixed 2,048 bits: each target sets one bit, and the share of
/// bits still clear tells the count (linear counting). Trying the same number again changes nothing.
package struct DistinctTargets: Sendable {
    private var bits: InlineArray<32, UInt64>
    private var set: UInt32 = 0

    /// Bits in all.
    package static let bitCount: UInt32 = 2_048

    /// Nothing tried.
    package init() { bits = InlineArray(repeating: 0) }

    /// Notes a target by its hash.
    package mutating func insert(_ targetHash: UInt64) {
        let word = Int(truncatingIfNeeded: targetHash >> 6 & 31)
        let mask: UInt64 = 1 << (targetHash & 63)
        if bits[word] & mask == 0 {
            bits[word] |= mask
            set += 1
        }
    }

    /// Whether more bits are set than so many targets set on average: `bits` from `expectedBits(of:)`.
    package func exceeds(bits: UInt32) -> Bool { set > bits }

    /// Bits that `count` random targets set on average: m·(1 − (1 − 1/m)^count), in whole bits. Computed once per
    /// limit; beyond what the bits can tell it stays a few below all of them.
    package static func expectedBits(of count: UInt32) -> UInt32 {
        var clear = Double(bitCount)
        for _ in 0..<min(count, 4 * bitCount) { clear -= clear / Double(bitCount) }
        return min(bitCount - 8, UInt32(Double(bitCount) - clear + 0.5))
    }
}
