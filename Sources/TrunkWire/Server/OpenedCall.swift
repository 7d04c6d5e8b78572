package import NIOCore

/// A call a client has opened: its header is sound, its method not looked up yet.
///
/// The owner answers with `accept` or `refuse`, at once or later; the message of a call whose identity is not known
/// yet must not be unpacked.
package struct OpenedCall: Sendable {
    /// What came with the header.
    package enum Message: Sendable {
        /// No message.
        case none
        /// The whole message.
        case whole(ByteBuffer)
        /// The first fragment of a message of that many bytes; all of it is reserved.
        case fragmented(totalBytes: Int)
    }

    /// The call.
    package let id: CallID
    /// Attempt, credit and timeout.
    package let header: CallHeader
    /// The method, "package.Service/Method", as sent: at most 255 bytes, any bytes.
    package let path: ByteBuffer
    /// Checked metadata.
    package let metadata: Metadata
    /// What came with the header.
    package let message: Message
    /// When the last byte of the REQUEST came: the deadline's clock starts here (TRK-502).
    package let receivedAt: NIODeadline
}
