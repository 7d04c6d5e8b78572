internal import NIOCore

/// A message that was encoded before its frame was begun, because it was compressed away from the loop.
struct EncodedMessage: Sendable {
    /// What is sent.
    let bytes: ByteBuffer
    /// Its length once inflated, bytes; nil when it is not compressed.
    let decodedBytes: UInt32?
}
