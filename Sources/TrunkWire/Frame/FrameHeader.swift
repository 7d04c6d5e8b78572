package import NIOCore

/// The 12 bytes in front of every frame.
///
/// ```
/// 0   4  length   payload bytes, not counting these 12; the top byte is 0
/// 4   1  type
/// 5   1  flags
/// 6   2  code     status in END, reason in RESET and GOAWAY, else 0
/// 8   4  stream   0 = the connection, else the call's id
/// ```
package struct FrameHeader: Hashable, Sendable {
    /// Bytes of the header on the wire.
    package static let byteCount = 12
    /// Where the flags stand in it.
    static let flagsOffset = 5

    /// Payload bytes that follow, as announced; up to 4 GiB until `FrameDecoder` has checked it.
    package var length: UInt32
    /// What the frame is.
    package var type: FrameType
    /// Flags as received, undefined bits included.
    package var flags: FrameFlags
    /// Status, reason, or meaningless.
    package var code: UInt16
    /// The call, or `.connection`.
    package var stream: StreamID

    /// A header of these values; nothing is checked.
    package init(
        length: UInt32 = 0,
        type: FrameType,
        flags: FrameFlags = [],
        code: UInt16 = 0,
        stream: StreamID = .connection
    ) {
        self.length = length
        self.type = type
        self.flags = flags
        self.code = code
        self.stream = stream
    }

    /// Reads the header at `index` without moving the reader index; nil when 12 bytes are not there.
    package init?(peeking buffer: ByteBuffer, at index: Int) {
        guard let first = buffer.getInteger(at: index, as: UInt64.self),
            let stream = buffer.getInteger(at: index + 8, as: UInt32.self)
        else { return nil }
        self.length = UInt32(truncatingIfNeeded: first >> 32)
        self.type = FrameType(rawValue: UInt8(truncatingIfNeeded: first >> 24))
        self.flags = FrameFlags(rawValue: UInt8(truncatingIfNeeded: first >> 16))
        self.code = UInt16(truncatingIfNeeded: first)
        self.stream = StreamID(rawValue: stream)
    }

    /// Appends the 12 bytes.
    package func write(into buffer: inout ByteBuffer) {
        let first =
            UInt64(self.length) << 32 | UInt64(self.type.rawValue) << 24
            | UInt64(self.flags.rawValue) << 16 | UInt64(self.code)
        // One access to the storage for all twelve bytes; this is written for every frame.
        let stream = self.stream.rawValue
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: Self.byteCount) { bytes in
            bytes.storeBytes(of: first.bigEndian, as: UInt64.self)
            bytes.storeBytes(of: stream.bigEndian, toByteOffset: 8, as: UInt32.self)
            return Self.byteCount
        }
    }
}
