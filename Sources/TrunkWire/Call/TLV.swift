package import NIOCore

/// One entry of HELLO or of a metadata block: u8 id, u16 length, value.
package struct TLV: Hashable, Sendable {
    /// Bytes in front of the value.
    package static let headerByteCount = 3

    /// What the value is.
    package var id: MetadataID
    /// The value; a slice of what was read.
    package var value: ByteBuffer

    /// An entry of these parts.
    package init(id: MetadataID, value: ByteBuffer) {
        self.id = id
        self.value = value
    }
}

extension TLV {
    /// Reads the entry at the front; nil, and nothing moved, at the end or when the entry overruns the buffer.
    static func read(from buffer: inout ByteBuffer) -> TLV? {
        guard let id = buffer.getInteger(at: buffer.readerIndex, as: UInt8.self),
            let length = buffer.getInteger(at: buffer.readerIndex + 1, as: UInt16.self),
            let value = buffer.getSlice(at: buffer.readerIndex + Self.headerByteCount, length: Int(length))
        else { return nil }
        buffer.moveReaderIndex(forwardBy: Self.headerByteCount + Int(length))
        return TLV(id: MetadataID(rawValue: id), value: value)
    }
}
