internal import NIOCore

/// An encoded message on its way out: as it is, and compressed when that was wanted and saves enough.
struct OutgoingMessage: Sendable {
    let bytes: ByteBuffer
    /// Raw deflate of `bytes`, for a server that reads it.
    let deflated: ByteBuffer?

    init(_ bytes: ByteBuffer, deflated: ByteBuffer? = nil) {
        self.bytes = bytes
        self.deflated = deflated
    }

    /// What goes before compressed bytes.
    var decodedBytes: UInt32 { UInt32(clamping: bytes.readableBytes) }
}
