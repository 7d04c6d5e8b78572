internal import NIOCore

extension FrameEncoder {
    /// Where a message stands in the outgoing buffer.
    struct Extent {
        /// Where its frame's header begins.
        var frameStart: Int
        /// Where the message begins; it ends at the writer index.
        var messageStart: Int
    }

    /// Finishes a REQUEST or RESPONSE whose message has been packed into the buffer's tail. One that does not fit
    /// the peer's frame limit is cut into fragments where it stands, each byte moved once.
    ///
    /// The header must fit a frame with at least one byte of the message beside it; `frameBytesMax` is at least the
    /// floor, and headers are held below it by their own limit.
    static func finishMessage(_ extent: Extent, stream: StreamID, frameBytesMax: Int, in buffer: inout ByteBuffer) {
        let payloadBytes = buffer.writerIndex - extent.frameStart - FrameHeader.byteCount
        if payloadBytes <= frameBytesMax {
            self.finish(at: extent.frameStart, in: &buffer)
            return
        }
        let headerBytes = extent.messageStart - extent.frameStart - FrameHeader.byteCount
        let messageBytes = buffer.writerIndex - extent.messageStart
        let firstBytes = max(1, frameBytesMax - headerBytes - Self.totalByteCount)
        let laterBytes = messageBytes - firstBytes
        let laterFrames = (laterBytes + frameBytesMax - 1) / frameBytesMax
        buffer.writeRepeatingByte(0, count: Self.totalByteCount + laterFrames * FrameHeader.byteCount)

        for fragment in stride(from: laterFrames - 1, through: 0, by: -1) {
            let offset = firstBytes + fragment * frameBytesMax
            let length = min(frameBytesMax, messageBytes - offset)
            let target =
                extent.messageStart + Self.totalByteCount + offset + (fragment + 1) * FrameHeader.byteCount
            self.move(from: extent.messageStart + offset, to: target, length: length, in: &buffer)
            let header = FrameHeader(
                length: UInt32(clamping: length), type: .message,
                flags: fragment == laterFrames - 1 ? .end : .more, stream: stream)
            self.set(header, at: target - FrameHeader.byteCount, in: &buffer)
        }
        self.move(
            from: extent.messageStart, to: extent.messageStart + Self.totalByteCount, length: firstBytes, in: &buffer)
        buffer.setInteger(UInt32(clamping: messageBytes), at: extent.messageStart)
        buffer.setInteger(
            UInt32(clamping: headerBytes + Self.totalByteCount + firstBytes), at: extent.frameStart)
        let flags: FrameFlags = [.hasMessage, .more]
        buffer.setInteger(flags.rawValue, at: extent.frameStart + 5)
    }

    /// Bytes of the u32 total in front of a fragmented message.
    static let totalByteCount = 4

    /// Moves bytes within the buffer; the two ranges may overlap, and both lie between reader and writer index.
    private static func move(from: Int, to: Int, length: Int, in buffer: inout ByteBuffer) {
        let origin = buffer.readerIndex
        buffer.withUnsafeMutableReadableBytes { bytes in
            let source = UnsafeRawBufferPointer(rebasing: bytes[(from - origin)..<(from - origin + length)])
            UnsafeMutableRawBufferPointer(rebasing: bytes[(to - origin)..<(to - origin + length)])
                .copyMemory(from: source)
        }
    }

    private static func set(_ header: FrameHeader, at index: Int, in buffer: inout ByteBuffer) {
        var bytes = ByteBuffer()
        header.write(into: &bytes)
        buffer.setBuffer(bytes, at: index)
    }
}
