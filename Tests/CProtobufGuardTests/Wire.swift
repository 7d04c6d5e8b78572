/// Protobuf's wire format written by hand, well-formed or not.
enum Wire {
    static func varint(_ value: UInt64) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }

    static func tag(_ number: UInt64, _ wireType: UInt64) -> [UInt8] {
        varint(number << 3 | wireType)
    }

    /// A field of wire type 0.
    static func number(_ field: UInt64, _ value: UInt64) -> [UInt8] {
        tag(field, 0) + varint(value)
    }

    /// A field of wire type 2: a string, bytes, a sub-message or a packed run.
    static func field(_ field: UInt64, _ content: [UInt8]) -> [UInt8] {
        tag(field, 2) + varint(UInt64(content.count)) + content
    }

    static func text(_ field: UInt64, _ text: String) -> [UInt8] {
        self.field(field, Array(text.utf8))
    }

    /// A message of so many levels, each field 1 of the one around it.
    static func nested(levels: Int) -> [UInt8] {
        // Built backwards, so that eight thousand levels cost no more than their bytes.
        var reversed: [UInt8] = []
        for _ in 1..<levels {
            reversed += varint(UInt64(reversed.count)).reversed() + [0x0A]
        }
        return reversed.reversed()
    }

    static func repeating(_ unit: [UInt8], bytes: Int) -> [UInt8] {
        var result = unit
        while result.count < bytes {
            result += result
        }
        return Array(result.prefix(bytes - bytes % unit.count))
    }
}
