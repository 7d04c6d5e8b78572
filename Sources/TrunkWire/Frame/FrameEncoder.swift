package import NIOCore

/// Writes frames into one outgoing buffer: the header is reserved first and its length patched when the payload is
/// there, so that a message can be packed straight into the buffer's tail.
package enum FrameEncoder {
    /// Appends a header with length 0 and returns where it begins, for `finish`.
    package static func begin(
        _ type: FrameType,
        flags: FrameFlags = [],
        code: UInt16 = 0,
        stream: StreamID = .connection,
        into buffer: inout ByteBuffer
    ) -> Int {
        let start = buffer.writerIndex
        FrameHeader(type: type, flags: flags, code: code, stream: stream).write(into: &buffer)
        return start
    }

    /// Patches the length of the frame that begins at `start` and ends at the buffer's writer index.
    package static func finish(at start: Int, in buffer: inout ByteBuffer) {
        let length = buffer.writerIndex - start - FrameHeader.byteCount
        let offset = start - buffer.readerIndex
        buffer.withUnsafeMutableReadableBytes { bytes in
            bytes.storeBytes(of: UInt32(clamping: length).bigEndian, toByteOffset: offset, as: UInt32.self)
        }
    }

    /// Appends a whole frame with a payload of at most eight bytes.
    static func write(
        _ type: FrameType, stream: StreamID = .connection, payload: UInt64, into buffer: inout ByteBuffer
    ) {
        FrameHeader(length: 8, type: type, stream: stream).write(into: &buffer)
        buffer.writeInteger(payload)
    }

    /// Appends a CREDIT.
    static func write(credit: UInt32, stream: StreamID, into buffer: inout ByteBuffer) {
        FrameHeader(length: 4, type: .credit, stream: stream).write(into: &buffer)
        buffer.writeInteger(credit)
    }

    /// Appends the one unknown extension frame every connection carries (TRK-119): type F0 to FF, four bytes.
    static func writeGrease(random: UInt64, into buffer: inout ByteBuffer) {
        let type = FrameType(rawValue: 0xF0 | UInt8(truncatingIfNeeded: random >> 36 & 0x0F))
        FrameHeader(length: 4, type: type).write(into: &buffer)
        buffer.writeInteger(UInt32(truncatingIfNeeded: random >> 32))
    }
}
