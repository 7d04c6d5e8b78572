package import NIOCore

/// A call a client has opened: its header is sound, its method not looked up yet.
///
/// The owner answers with `accept` or `refuse`: at once if the method may be a stream, whose messages would otherwise be
/// judged as a unary call's. The message of a call whose identity is not known yet must not be unpacked.
package struct OpenedCall: Sendable {
    /// What came with the header.
    package enum Message: Sendable {
        /// No message.
        case none
        /// The whole message.
        case whole(WireMessage)
        /// The first fragment of a message of that many bytes; all of it is reserved.
        case fragmented(totalBytes: Int)
    }

    /// The call.
    package let id: CallID
    /// Attempt, credit and timeout.
    package let header: CallHeader
    /// When the last byte of the REQUEST came: the deadline's clock starts here (TRK-502).
    package let receivedAt: NIODeadline
    /// The REQUEST's payload; path, metadata and message are slices of it, made when they are asked for.
    let payload: ByteBuffer
    /// Where the parts of the payload lie.
    let layout: CallHeader.Layout
    let form: Form

    /// What kind of message came with the header.
    enum Form {
        case none
        case whole(decodedBytes: Int?)
        case fragmented(totalBytes: Int, decodedBytes: Int?)

        /// The message is raw deflate.
        var isCompressed: Bool {
            switch self {
            case .none: false
            case .whole(let decodedBytes), .fragmented(_, let decodedBytes): decodedBytes != nil
            }
        }
    }

    /// The method, "package.Service/Method", as sent: at most 255 bytes, any bytes.
    package var path: ByteBuffer {
        self.layout.slice(self.layout.pathStart, self.layout.metadataStart, of: self.payload)
    }

    /// Checked metadata.
    package var metadata: Metadata {
        Metadata(checked: self.layout.slice(self.layout.metadataStart, self.layout.restStart, of: self.payload))
    }

    /// What follows the decoded length.
    private var deflated: ByteBuffer {
        var rest = self.layout.rest(of: self.payload)
        rest.moveReaderIndex(forwardBy: min(FrameEncoder.totalByteCount, rest.readableBytes))
        return rest
    }

    /// What came with the header.
    package var message: Message {
        switch self.form {
        case .none: .none
        case .whole(nil): .whole(WireMessage(self.layout.rest(of: self.payload)))
        case .whole(let decodedBytes): .whole(WireMessage(self.deflated, decodedBytes: decodedBytes))
        case .fragmented(let totalBytes, _): .fragmented(totalBytes: totalBytes)
        }
    }
}
