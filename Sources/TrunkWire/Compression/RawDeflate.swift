internal import CZlib
package import NIOCore

/// Compresses whole messages with raw deflate (ZL-1), one context for many messages: making a context costs ten times
/// as much as resetting it (ZL-2). The only file that knows zlib, together with `RawInflater` below.
package struct RawDeflater: ~Copyable {
    private let stream: UnsafeMutablePointer<z_stream>

    /// Messages shorter than this are not worth compressing, in bytes (ZL-3).
    package static let messageBytesMin = 1_024
    /// The level that costs least for what it saves (ZL-4).
    package static let level: Int32 = 1

    /// A context of about 260 KiB.
    ///
    /// - Throws: `.noMemory`.
    package init() throws(RawDeflateError) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: czlib_empty_stream())
        // Z_OK, or Z_MEM_ERROR; Z_STREAM_ERROR and Z_VERSION_ERROR would be defects of the build.
        guard czlib_deflate_init(stream, Self.level) == Z_OK else {
            stream.deallocate()
            throw .noMemory
        }
    }

    deinit {
        // Z_OK, or Z_DATA_ERROR for input left over: either way all memory is given back.
        deflateEnd(stream)
        stream.deallocate()
    }

    /// Appends `message` compressed to `output` when that saves at least a tenth (ZL-3), and not so much that a reader
    /// would take it for a bomb (ZL-5).
    ///
    /// - Returns: whether it did; when false `output` is unchanged and the message is sent as it is.
    package mutating func compress(_ message: UnsafeRawBufferPointer, into output: inout ByteBuffer) -> Bool {
        guard message.count >= Self.messageBytesMin, let length = UInt32(exactly: message.count) else { return false }
        let room = message.count - message.count / 10
        guard deflateReset(stream) == Z_OK else { return false }
        let written = output.writeWithUnsafeMutableBytes(minimumWritableBytes: room) { target in
            stream.pointee.next_in = UnsafeMutablePointer(
                mutating: message.baseAddress?.assumingMemoryBound(to: UInt8.self))
            stream.pointee.avail_in = length
            stream.pointee.next_out = target.baseAddress?.assumingMemoryBound(to: UInt8.self)
            stream.pointee.avail_out = UInt32(room)
            // Z_STREAM_END: all fitted. Z_OK: it did not. Z_BUF_ERROR: no progress. Z_STREAM_ERROR: a defect.
            guard deflate(stream, Z_FINISH) == Z_STREAM_END else { return 0 }
            let count = room - Int(stream.pointee.avail_out)
            return RawInflater.mayExpand(count, to: message.count) ? count : 0
        }
        stream.pointee.next_in = nil
        return written > 0
    }
}

/// Decompresses whole messages, each to exactly the length its sender declared (ZL-5).
package struct RawInflater: ~Copyable {
    private let stream: UnsafeMutablePointer<z_stream>

    /// Declared lengths up to this many bytes are accepted whatever the ratio.
    package static let anyRatioBytesMax = 65_536
    /// Above that, most decoded bytes to one byte on the wire.
    package static let ratioMax = 100

    /// Whether so many bytes on the wire may stand for so many decoded (TRK-902).
    static func mayExpand(_ wireBytes: Int, to decodedBytes: Int) -> Bool {
        decodedBytes <= Self.anyRatioBytesMax || decodedBytes / Self.ratioMax <= wireBytes
    }

    /// A context of about 40 KiB.
    ///
    /// - Throws: `.noMemory`.
    package init() throws(RawDeflateError) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: czlib_empty_stream())
        guard czlib_inflate_init(stream) == Z_OK else {
            stream.deallocate()
            throw .noMemory
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Appends the decoded message to `output`.
    ///
    /// - Parameters:
    ///   - wire: the compressed bytes, all of them.
    ///   - declared: decoded length as the sender declared it.
    ///   - decodedBytesMax: limit for a decoded message.
    /// - Throws: `RawDeflateError`; `output` is then unchanged, and nothing beyond `declared` was ever written.
    package mutating func decompress(
        _ wire: UnsafeRawBufferPointer, declared: UInt32, decodedBytesMax: Int, into output: inout ByteBuffer
    ) throws(RawDeflateError) {
        guard let declaredBytes = Int(exactly: declared), declaredBytes <= decodedBytesMax else { throw .tooLong }
        guard Self.mayExpand(wire.count, to: declaredBytes) else { throw .ratio }
        guard let length = UInt32(exactly: wire.count), inflateReset(stream) == Z_OK else { throw .corrupt }
        var failure: RawDeflateError?
        // One byte of room even for an empty message: zlib wants somewhere to point to (ZL-6).
        output.writeWithUnsafeMutableBytes(minimumWritableBytes: max(declaredBytes, 1)) { target in
            stream.pointee.next_in = UnsafeMutablePointer(
                mutating: wire.baseAddress?.assumingMemoryBound(to: UInt8.self))
            stream.pointee.avail_in = length
            stream.pointee.next_out = target.baseAddress?.assumingMemoryBound(to: UInt8.self)
            stream.pointee.avail_out = declared
            // Z_STREAM_END is the only good end. Z_OK and Z_BUF_ERROR: input cut off, or longer than declared.
            // Z_DATA_ERROR and Z_NEED_DICT: not deflate. Z_MEM_ERROR: no memory. Z_STREAM_ERROR: a defect (ZL-8).
            let code = inflate(stream, Z_FINISH)
            if code != Z_STREAM_END {
                failure = stream.pointee.avail_out == 0 && declared > 0 ? .longerThanDeclared : .corrupt
            } else if stream.pointee.avail_out > 0 {
                failure = .shorterThanDeclared
            } else if stream.pointee.avail_in > 0 {
                failure = .trailingBytes
            }
            return failure == nil ? declaredBytes : 0
        }
        stream.pointee.next_in = nil
        if let failure { throw failure }
    }
}

/// Why bytes could not be compressed or decompressed; each fails one call, never the connection (ZL-8).
package enum RawDeflateError: Error, Sendable, Hashable {
    /// The declared length exceeds the limit for decoded messages.
    case tooLong
    /// The declared length exceeds what the wire bytes may expand to.
    case ratio
    /// Not raw deflate, or cut off.
    case corrupt
    /// Ends before the declared length.
    case shorterThanDeclared
    /// Goes on past the declared length.
    case longerThanDeclared
    /// Bytes are left after the end of the stream.
    case trailingBytes
    /// zlib got no memory for a context.
    case noMemory
}
