internal import NIOCore

/// The start of a RESPONSE and of the server's END.
///
/// ```
/// 0   2  H   metadata bytes
/// 2   2  load: 1/100 % of capacity in use; FFFF = not told
/// 4   4  µs from the last byte of the request to this frame being queued (saturating; 0 if it never completed)
/// 8   H  metadata TLVs; then the message
/// ```
package struct ReplyHeader: Hashable, Sendable {
    /// Bytes before the metadata.
    package static let fixedByteCount = 8
    /// A load that is not told.
    package static let loadNotTold: UInt16 = 0xFFFF

    /// Capacity in use, 1/100 %; `loadNotTold` when the server does not say.
    package var load: UInt16
    /// Time the server had the complete request, µs, saturating.
    package var elapsedMicros: UInt32

    /// A header of these values.
    package init(load: UInt16 = ReplyHeader.loadNotTold, elapsedMicros: UInt32 = 0) {
        self.load = load
        self.elapsedMicros = elapsedMicros
    }

    /// Appends the fixed part with that many metadata bytes announced.
    func write(metadataBytes: Int, into buffer: inout ByteBuffer) {
        let word =
            UInt64(UInt16(clamping: metadataBytes)) << 48 | UInt64(self.load) << 32 | UInt64(self.elapsedMicros)
        buffer.writeInteger(word)
    }
}
