internal import TelephonyCore

/// A Default PIN as it is sealed: one byte with the count, then the digits, filled up to sixteen bytes, so that the
/// sealed value does not tell the length.
enum DefaultPINBlock {
    /// Bytes of a block.
    static let byteCount = 16
    /// Most digits that fit.
    static let digitsMax = byteCount - 1

    /// Lends the block of a PIN and wipes it afterwards. What does not fit becomes a block that equals none.
    static func withBytes<Result, Failure: Error>(
        of pin: borrowing PIN, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        var bytes = [UInt8](repeating: 0, count: byteCount)
        defer { bytes.withUnsafeMutableBytes { wipe($0) } }
        bytes[0] = pin.count <= digitsMax ? UInt8(pin.count) : .max
        for index in 0..<min(pin.count, digitsMax) { bytes[1 + index] = pin.digit(at: index) }
        return try bytes.span.withUnsafeBytes(body)
    }

    /// Whether two blocks are equal, looking at every byte of both.
    static func isEqual(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
        guard left.count == byteCount, right.count == byteCount else { return false }
        var difference: UInt8 = 0
        for index in 0..<byteCount { difference |= left[index] ^ right[index] }
        return difference == 0
    }

    /// The digits of a block; none when it is not one.
    static func digits(of block: UnsafeRawBufferPointer) -> [UInt8] {
        guard block.count == byteCount, let count = block.first, count <= digitsMax else { return [] }
        return Array(block[1..<(1 + Int(count))])
    }
}
