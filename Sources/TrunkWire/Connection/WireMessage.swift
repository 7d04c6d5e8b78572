package import NIOCore

/// One message of a call as it came: whole, and not unpacked.
package struct WireMessage: Sendable {
    /// The message's bytes; raw deflate when `decodedBytes` is set. A slice of what was read.
    package let bytes: ByteBuffer
    /// Declared length once inflated, bytes, at most the limit of this side (TRK-804); nil = not compressed.
    package let decodedBytes: Int?
    /// Credit its sender has spent on it, bytes; it goes back when the owner has taken the message.
    let creditBytes: Int
    /// Bytes reserved from the pool for it; they go back with the credit.
    let reservedBytes: Int

    init(_ bytes: ByteBuffer, decodedBytes: Int? = nil, creditBytes: Int = 0, reservedBytes: Int = 0) {
        self.bytes = bytes
        self.decodedBytes = decodedBytes
        self.creditBytes = creditBytes
        self.reservedBytes = reservedBytes
    }
}
