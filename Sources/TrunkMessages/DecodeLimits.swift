/// What one received message may cost (PC-1, PC-3). Every member is a maximum.
package struct DecodeLimits: Sendable, Hashable {
    /// Most bytes of any encoded message, received or sent: 4 MiB.
    package static let wireBytesMax = 4 << 20

    /// Encoded length in bytes.
    package var wireBytes = DecodeLimits.wireBytesMax
    /// Heap in bytes that the C structs may take; refused before the first of them is allocated.
    package var heapBytes = 16 << 20
    /// Levels of nesting; the outermost message is 1.
    package var depth: UInt32 = 32
    /// Field occurrences at every level, known and unknown.
    package var fields: UInt32 = 262_144
    /// Unknown fields; they are counted and dropped (PC-8).
    package var unknownFields: UInt32 = 64
    /// Elements of one repeated field.
    package var elements: UInt32 = 65_536

    /// The limits every call uses.
    package init() {}

    /// The limits every call uses.
    package static let standard = DecodeLimits()
}
