internal import NIOCore
internal import TrunkWire

/// The zlib contexts of one event loop, made when they are needed first (ZL-2). About 300 KiB.
final class LoopCompression {
    /// Longer messages are inflated elsewhere: 32 KiB take about 0.1 ms.
    static let inflatedOnLoopBytesMax = 32 * 1024
    /// Longer messages are deflated elsewhere: 64 KiB take about 0.5 ms.
    static let deflatedOnLoopBytesMax = 64 * 1024

    private var inflater: RawInflater
    private var deflater: RawDeflater
    private var deflated = ByteBuffer()

    /// Both contexts.
    ///
    /// - Throws: `.noMemory`.
    init() throws(RawDeflateError) {
        inflater = try RawInflater()
        deflater = try RawDeflater()
    }

    /// A compressed message as it was before.
    ///
    /// - Throws: `RawDeflateError`: the message is malformed (TRK-902).
    func inflate(_ message: WireMessage, decodedBytesMax: Int) throws(RawDeflateError) -> ByteBuffer {
        try inflater.inflate(message, decodedBytesMax: decodedBytesMax)
    }

    /// What lies in `buffer` behind `start`, compressed; nil when that does not save enough (TRK-903). Good until the
    /// next call.
    func deflate(_ buffer: ByteBuffer, from start: Int) -> ByteBuffer? {
        deflated.clear()
        let isWorth = buffer.withUnsafeReadableBytes { bytes in
            deflater.compress(UnsafeRawBufferPointer(rebasing: bytes[(start - buffer.readerIndex)...]), into: &deflated)
        }
        return isWorth ? deflated : nil
    }
}

extension RawInflater {
    /// A compressed message as it was before.
    ///
    /// - Throws: `RawDeflateError`: the message is malformed (TRK-902).
    mutating func inflate(_ message: WireMessage, decodedBytesMax: Int) throws(RawDeflateError) -> ByteBuffer {
        var inflated = ByteBuffer()
        let declared = UInt32(clamping: message.decodedBytes ?? 0)
        var failure: RawDeflateError?
        message.bytes.withUnsafeReadableBytes { bytes in
            do throws(RawDeflateError) {
                try decompress(bytes, declared: declared, decodedBytesMax: decodedBytesMax, into: &inflated)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return inflated
    }
}
