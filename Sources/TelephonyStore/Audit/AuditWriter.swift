internal import TelephonyCore

/// Appends the fields of an audit entry.
struct AuditWriter {
    private(set) var bytes: [UInt8] = []

    init() { bytes.reserveCapacity(192) }

    mutating func put(_ byte: UInt8) { bytes.append(byte) }

    mutating func put(_ word: UInt64) {
        withUnsafeBytes(of: word.bigEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func put(_ text: String) {
        let utf8 = text.utf8.prefix(Int(UInt8.max))
        bytes.append(UInt8(utf8.count))
        bytes.append(contentsOf: utf8)
    }

    mutating func put(_ uuid: UUIDBytes?) {
        guard let uuid else { return put(0 as UInt8) }
        put(16 as UInt8)
        put(uuid.high)
        put(uuid.low)
    }
}
