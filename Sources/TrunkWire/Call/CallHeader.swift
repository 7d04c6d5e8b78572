internal import NIOCore

/// The start of a REQUEST.
///
/// ```
/// 0   2  H   metadata bytes
/// 2   1  P   path bytes
/// 3   1  attempt, 0 = first
/// 4   4  credit: bytes the server may send on this stream (0 = the HELLO default)
/// 8   8  timeout: µs left when written; 0 = the method's default
/// 16  P  path, "package.Service/Method", no leading slash
///     H  metadata TLVs; then the message
/// ```
package struct CallHeader: Hashable, Sendable {
    /// Bytes before the path.
    package static let fixedByteCount = 16

    /// 0 for the first attempt of a call, 1 for its first retry; saturating.
    package var attempt: UInt8
    /// Bytes the server may send on this stream before it waits for CREDIT; 0 = the client's HELLO 04.
    package var creditBytes: UInt32
    /// Time left when the frame was written, µs; 0 = the method's default (TRK-501).
    package var timeoutMicros: UInt64

    /// A header of these values.
    package init(attempt: UInt8 = 0, creditBytes: UInt32 = 0, timeoutMicros: UInt64 = 0) {
        self.attempt = attempt
        self.creditBytes = creditBytes
        self.timeoutMicros = timeoutMicros
    }

    /// Appends the fixed part, the path and the metadata. The caller has checked that both lengths fit.
    func write(pathBytes: UInt8, path: String, metadata: Metadata, into buffer: inout ByteBuffer) {
        let word =
            UInt64(UInt16(clamping: metadata.byteCount)) << 48 | UInt64(pathBytes) << 40
            | UInt64(self.attempt) << 32 | UInt64(self.creditBytes)
        let timeout = self.timeoutMicros
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: Self.fixedByteCount) { bytes in
            bytes.storeBytes(of: word.bigEndian, as: UInt64.self)
            bytes.storeBytes(of: timeout.bigEndian, toByteOffset: 8, as: UInt64.self)
            return Self.fixedByteCount
        }
        buffer.writeString(path)
        if !metadata.isEmpty { buffer.writeImmutableBuffer(metadata.bytes) }
    }
}
