package import NIOCore

extension Settings {
    /// Appends the HELLO frame of a side, with one unknown id drawn from `random` in it (TRK-119).
    ///
    /// A software name above 255 bytes is cut; a fingerprint or token that does not fit 4 KiB is a mistake of the
    /// owner's configuration and is left out.
    package func write(from side: Side, random: UInt64, into buffer: inout ByteBuffer) {
        let start = FrameEncoder.begin(.hello, into: &buffer)
        Self.number(.frameBytesMax, UInt32(clamping: self.frameBytesMax), from: side, &buffer)
        Self.number(.messageDecodedBytesMax, UInt32(clamping: self.messageDecodedBytesMax), from: side, &buffer)
        if side == .server {
            Self.number(.concurrentStreamsMax, UInt32(clamping: self.concurrentStreamsMax), from: side, &buffer)
        }
        Self.number(.initialCreditBytes, self.initialCreditBytes, from: side, &buffer)
        Self.number(.pingIntervalMillisMin, self.pingIntervalMillisMin, from: side, &buffer)
        if let limit = self.deadlineMicrosMax { Self.entry(.deadlineMicrosMax, 8, &buffer) { $0.writeInteger(limit) } }
        if let value = self.defaultDeadlineMicros {
            Self.entry(.defaultDeadlineMicros, 8, &buffer) { $0.writeInteger(value) }
        }
        Self.number(.compression, self.compression, from: side, &buffer)
        Self.number(.metadataBytesMax, UInt32(clamping: self.metadataBytesMax), from: side, &buffer)
        Self.number(.messageWireBytesMax, UInt32(clamping: self.messageWireBytesMax), from: side, &buffer)
        let software = self.software.cut(toUTF8Bytes: WireLimits.pairNameBytesMax)
        Self.entry(.software, software.utf8.count, &buffer) { $0.writeSubstring(software) }
        buffer.writeMultipleIntegers(SettingID.grease(random), UInt16(4), UInt32(truncatingIfNeeded: random >> 4))
        self.blob(.schemaFingerprint, self.schemaFingerprint, from: start, &buffer)
        self.blob(.bearerToken, self.bearerToken?.bytes, from: start, &buffer)
        FrameEncoder.finish(at: start, in: &buffer)
    }

    private func blob(_ id: SettingID, _ value: ByteBuffer?, from start: Int, _ buffer: inout ByteBuffer) {
        guard let value else { return }
        let used = buffer.writerIndex - start - FrameHeader.byteCount
        guard used + TLV.headerByteCount + value.readableBytes <= WireLimits.helloBytesMax else { return }
        Self.entry(id, value.readableBytes, &buffer) { $0.writeImmutableBuffer(value) }
    }

    private static func number(_ id: SettingID, _ value: UInt32, from side: Side, _ buffer: inout ByteBuffer) {
        let announced = max(value, id.floor(from: side) ?? 0)
        Self.entry(id, 4, &buffer) { $0.writeInteger(announced) }
    }

    private static func entry(
        _ id: SettingID, _ length: Int, _ buffer: inout ByteBuffer, value: (inout ByteBuffer) -> Void
    ) {
        buffer.writeInteger(id.rawValue)
        buffer.writeInteger(UInt16(clamping: length))
        value(&buffer)
    }
}
