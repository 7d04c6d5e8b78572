internal import TelephonyCore

/// Reads the fields of an audit entry; every read is nil when the bytes do not hold it.
struct AuditReader {
    /// A field that may be absent: found, and empty or not.
    struct Optional<Value> {
        let value: Value?
    }

    private let bytes: [UInt8]
    private var index = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { index == bytes.count }

    mutating func byte() -> UInt8? {
        guard index < bytes.count else { return nil }
        defer { index += 1 }
        return bytes[index]
    }

    mutating func word() -> UInt64? {
        slice(8)?.reduce(0) { $0 << 8 | UInt64($1) }
    }

    mutating func text() -> String? {
        guard let count = byte(), let utf8 = slice(Int(count)) else { return nil }
        return String(validating: utf8, as: UTF8.self)
    }

    mutating func uuid() -> Self.Optional<UUIDBytes>? {
        switch byte() {
        case 0: return Optional(value: nil)
        case 16: return slice(16).flatMap { UUIDBytes(bytes: $0) }.map { Optional(value: $0) }
        default: return nil
        }
    }

    private mutating func slice(_ count: Int) -> ArraySlice<UInt8>? {
        guard bytes.count - index >= count else { return nil }
        defer { index += count }
        return bytes[index..<(index + count)]
    }
}
