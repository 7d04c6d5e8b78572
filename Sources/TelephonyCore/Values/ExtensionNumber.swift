/// An internal extension: 2 to 8 ASCII digits, leading zeros significant. Unique at its site.
package struct ExtensionNumber: Sendable, Hashable, Comparable {
    /// The digits as nibbles, first digit highest, below a leading 1 that keeps the zeros: `0042` is `0x1_0042`.
    package let packed: UInt64

    /// Fewest digits.
    package static let digitsMin = 2
    /// Most digits.
    package static let digitsMax = 8

    /// From its spelling; nil for anything else than 2 to 8 ASCII digits.
    package init?(_ text: some StringProtocol) {
        var packed: UInt64 = 1
        let bytes = text.utf8
        guard bytes.count >= Self.digitsMin, bytes.count <= Self.digitsMax else { return nil }
        for byte in bytes {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            packed = packed << 4 | UInt64(byte - UInt8(ascii: "0"))
        }
        self.packed = packed
    }

    /// How many digits.
    package var count: Int { (63 - packed.leadingZeroBitCount) / 4 }

    /// The digit at `index`, counted from the first; 0 ..< count.
    package func digit(at index: Int) -> UInt8 { UInt8(truncatingIfNeeded: packed >> (4 * (count - 1 - index)) & 0xF) }

    /// The spelling.
    package var text: String { String((0..<count).map { Character(UnicodeScalar(digit(at: $0) + UInt8(ascii: "0"))) }) }

    /// Shorter first, then by digits.
    package static func < (left: ExtensionNumber, right: ExtensionNumber) -> Bool { left.packed < right.packed }
}
