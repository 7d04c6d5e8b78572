package import NIOCore

/// One whole frame: its header, and its payload as a slice of the bytes that were read (no copy).
package struct Frame: Hashable, Sendable {
    /// The checked header; `length` equals `payload.readableBytes`.
    package var header: FrameHeader
    /// The payload.
    package var payload: ByteBuffer

    /// A frame of these parts.
    package init(header: FrameHeader, payload: ByteBuffer) {
        self.header = header
        self.payload = payload
    }
}

extension Frame {
    /// The eight bytes of a PING or PONG; 0 for any other frame.
    var pingPayload: UInt64 {
        self.payload.getInteger(at: self.payload.readerIndex) ?? 0
    }

    /// The bytes a CREDIT gives; 0 for any other frame.
    var credit: UInt32 {
        self.header.type == .credit ? self.payload.getInteger(at: self.payload.readerIndex) ?? 0 : 0
    }
}
