package import NIOCore

/// The payload and code of a GOAWAY: u32 last stream accepted, u32 grace ms, u32 reconnect spread ms, text.
package struct GoAway: Hashable, Sendable {
    /// Bytes before the text.
    package static let fixedByteCount = 12

    /// Why.
    package var reason: GoAwayReason
    /// The last call that was accepted; `.all` means that none is refused yet (TRK-705).
    package var lastStream: StreamID
    /// Time the running calls are given, ms.
    package var graceMillis: UInt32
    /// The client reconnects after a random delay of at most this, ms.
    package var spreadMillis: UInt32
    /// At most 256 bytes of UTF-8, from the peer: escape it before logging it.
    package var text: String

    /// A GOAWAY of these values; the text is cut to 256 bytes when it is written.
    package init(
        reason: GoAwayReason,
        lastStream: StreamID,
        graceMillis: UInt32 = 0,
        spreadMillis: UInt32 = 0,
        text: String = ""
    ) {
        self.reason = reason
        self.lastStream = lastStream
        self.graceMillis = graceMillis
        self.spreadMillis = spreadMillis
        self.text = text
    }

    /// Reads a GOAWAY frame.
    ///
    /// - Throws: TRK-207 when the fixed part is not all there.
    package init(reading frame: Frame) throws(ConnectionViolation) {
        var rest = frame.payload
        guard let (last, grace, spread) = rest.readMultipleIntegers(as: (UInt32, UInt32, UInt32).self) else {
            throw ConnectionViolation(.wrongFixedLength)
        }
        let kept = min(rest.readableBytes, WireLimits.goAwayTextBytesMax)
        self.reason = GoAwayReason(rawValue: frame.header.code)
        self.lastStream = StreamID(rawValue: last)
        self.graceMillis = grace
        self.spreadMillis = spread
        self.text = rest.getString(at: rest.readerIndex, length: kept) ?? ""
    }

    /// Appends the whole frame.
    package func write(into buffer: inout ByteBuffer) {
        let text = self.text.cut(toUTF8Bytes: WireLimits.goAwayTextBytesMax)
        let length = Self.fixedByteCount + text.utf8.count
        FrameHeader(length: UInt32(clamping: length), type: .goAway, code: self.reason.rawValue).write(into: &buffer)
        buffer.writeMultipleIntegers(self.lastStream.rawValue, self.graceMillis, self.spreadMillis)
        buffer.writeSubstring(text)
    }
}
