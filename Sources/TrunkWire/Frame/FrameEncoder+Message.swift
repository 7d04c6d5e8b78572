internal import NIOCore

extension FrameEncoder {
    /// Where a message stands in the outgoing buffer.
    struct Extent {
        /// Where its frame's header begins.
        var frameStart: Int
        /// Where the message begins; it ends at the writer index.
        var messageStart: Int
        /// The message is raw deflate of so many bytes, which stand before it; nil = not compressed.
        var decodedBytes: UInt32?
    }

    /// Begins the message of a frame whose headers have been written: its decoded length if it is compressed.
    static func beginMessage(frameStart: Int, decodedBytes: UInt32?, into buffer: inout ByteBuffer) -> Extent {
        if let decodedBytes { buffer.writeInteger(decodedBytes) }
        return Extent(frameStart: frameStart, messageStart: buffer.writerIndex, decodedBytes: decodedBytes)
    }

    /// Finishes a REQUEST, RESPONSE or MESSAGE whose message has been packed into the buffer's tail. Of one that does
    /// not fit the peer's frame limit the first fragment stays, with MORE for END and the total before it; the rest is
    /// taken out and answered.
    ///
    /// The header must fit a frame with at least one byte of the message beside it; `frameBytesMax` is at least the
    /// floor, and headers are held below it by their own limit.
    static func finishMessage(_ extent: Extent, frameBytesMax: Int, in buffer: inout ByteBuffer) -> ByteBuffer? {
        let payloadBytes = buffer.writerIndex - extent.frameStart - FrameHeader.byteCount
        if payloadBytes <= frameBytesMax {
            self.finish(at: extent.frameStart, in: &buffer)
            return nil
        }
        let headerBytes = extent.messageStart - extent.frameStart - FrameHeader.byteCount
        let messageBytes = buffer.writerIndex - extent.messageStart
        let firstBytes = max(1, frameBytesMax - headerBytes - Self.totalByteCount)
        let restStart = extent.messageStart + firstBytes
        let rest = buffer.getSlice(at: restStart, length: messageBytes - firstBytes).map(Self.copy)
        buffer.moveWriterIndex(to: restStart)
        buffer.writeRepeatingByte(0, count: Self.totalByteCount)
        self.move(
            from: extent.messageStart, to: extent.messageStart + Self.totalByteCount, length: firstBytes, in: &buffer)
        buffer.setInteger(UInt32(clamping: messageBytes), at: extent.messageStart)
        self.finish(at: extent.frameStart, in: &buffer)
        let flagsIndex = extent.frameStart + FrameHeader.flagsOffset
        let flags = FrameFlags(rawValue: buffer.getInteger(at: flagsIndex) ?? 0)
        buffer.setInteger(flags.subtracting(.end).union(.more).rawValue, at: flagsIndex)
        return rest
    }

    /// Bytes in a storage of their own: a slice would share the buffer's, and have it copied whole at the next write.
    private static func copy(_ slice: ByteBuffer) -> ByteBuffer {
        ByteBuffer(bytes: slice.readableBytesView)
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
}
