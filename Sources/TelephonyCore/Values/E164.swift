/// A phone number in E.164: plus, then 2 to 15 digits, the first not zero. Packed into one word; only the canonical
/// spelling parses (T-6): no spaces, no other digits, no national form.
package struct E164: Sendable, Hashable, Comparable {
    /// The digits as a decimal number; unambiguous, because the first is not zero.
    package let value: UInt64

    /// Most digits that E.164 allows.
    package static let digitsMax = 15
    /// Fewest digits accepted.
    package static let digitsMin = 2

    /// From the number itself, as a store keeps it; nil when no E.164 number has this value.
    package init?(value: UInt64) {
        guard value >= 10, value < 1_000_000_000_000_000 else { return nil }
        self.value = value
    }

    /// From its spelling; nil for anything but the canonical one.
    package init?(_ text: some StringProtocol) {
        var value: UInt64 = 0
        var count = 0
        var bytes = text.utf8.makeIterator()
        guard bytes.next() == UInt8(ascii: "+") else { return nil }
        while let byte = bytes.next() {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9"), count < Self.digitsMax else { return nil }
            if count == 0, byte == UInt8(ascii: "0") { return nil }
            value = value * 10 + UInt64(byte - UInt8(ascii: "0"))
            count += 1
        }
        guard count >= Self.digitsMin else { return nil }
        self.value = value
    }

    /// The canonical spelling.
    package var text: String { "+\(value)" }

    /// By value.
    package static func < (left: E164, right: E164) -> Bool { left.value < right.value }
}
