package import NIOCore

extension Metadata {
    /// Appends an entry; false, and nothing appended, when the value does not fit a u16 length.
    @discardableResult
    package mutating func append(_ id: MetadataID, _ value: ByteBuffer) -> Bool {
        self.append(id, value.readableBytes) { $0.writeImmutableBuffer(value) }
    }

    /// Appends an entry whose value is UTF-8 text; false when it does not fit.
    @discardableResult
    package mutating func append(_ id: MetadataID, _ text: String) -> Bool {
        self.append(id, text.utf8.count) { $0.writeString(text) }
    }

    /// Appends an entry whose value is a u64; used for 22.
    package mutating func append(_ id: MetadataID, _ value: UInt64) {
        self.append(id, 8) { $0.writeInteger(value) }
    }

    /// Appends the limit that was hit (23); false when its name is longer than 255 bytes.
    @discardableResult
    package mutating func append(_ limit: HitLimit) -> Bool {
        guard let length = UInt8(exactly: limit.name.utf8.count) else { return false }
        return self.append(.hitLimit, 1 + Int(length) + 8) {
            $0.writeInteger(length)
            $0.writeString(limit.name)
            $0.writeInteger(limit.value)
        }
    }

    /// Appends a named pair (F0); false, and nothing appended, when the name or the size is not allowed.
    @discardableResult
    package mutating func append(name: String, _ value: ByteBuffer) -> Bool {
        guard let length = UInt8(exactly: name.utf8.count), NamedPair.isName(name.utf8) else { return false }
        return self.append(.namedPair, 1 + Int(length) + value.readableBytes) {
            $0.writeInteger(length)
            $0.writeString(name)
            $0.writeImmutableBuffer(value)
        }
    }

    /// The time after which the call may be tried again, µs; nil when absent or of the wrong width.
    package var retryAfterMicros: UInt64? {
        guard let value = self.first(.retryAfter), value.readableBytes == 8 else { return nil }
        return value.getInteger(at: value.readerIndex)
    }

    /// The limit that was hit; nil when absent or malformed.
    package var hitLimit: HitLimit? {
        guard var value = self.first(.hitLimit), let length = value.readInteger(as: UInt8.self),
            let name = value.readString(length: Int(length)), NamedPair.isName(name.utf8),
            value.readableBytes == 8, let number = value.readInteger(as: UInt64.self)
        else { return nil }
        return HitLimit(name: name, value: number)
    }

    @discardableResult
    private mutating func append(_ id: MetadataID, _ length: Int, value: (inout ByteBuffer) -> Void) -> Bool {
        guard let length = UInt16(exactly: length) else { return false }
        var bytes = self.bytes
        self = Metadata()
        bytes.writeInteger(id.rawValue)
        bytes.writeInteger(length)
        value(&bytes)
        self = Metadata(checked: bytes)
        return true
    }
}
