package import TelephonyCore

/// Where a page of numbers ended: the sort key of its last number. Rows that come or go elsewhere do not move it.
package struct NumberPosition: Sendable, Hashable {
    /// Order that the page was read in; a position means nothing in another.
    package let order: NumberSelection.Order
    /// The extension of the last number, packed.
    package let extensionNumber: UInt64
    /// The E.164 of the last number.
    package let e164: UInt64

    /// The position of a number.
    package init(of number: NumberRecord, order: NumberSelection.Order) {
        self.order = order
        extensionNumber = number.extensionNumber.packed
        e164 = number.e164.value
    }

    /// Seventeen bytes, for a page token.
    package var bytes: [UInt8] {
        [order.rawValue] + UUIDBytes(high: extensionNumber, low: e164).bytes
    }

    /// From the bytes of a page token; nil when they are not a position.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 17, let order = NumberSelection.Order(rawValue: bytes[0]),
            let words = UUIDBytes(bytes: bytes.dropFirst()), words.high <= Int64.max, words.low <= Int64.max
        else { return nil }
        self.order = order
        extensionNumber = words.high
        e164 = words.low
    }
}
