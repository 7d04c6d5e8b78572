internal import NIOCore

extension EndStatus {
    /// Appends the server's END. What does not fit is left out or cut, and TRUNCATED says so (TRK-601 to TRK-603).
    func write(stream: StreamID, header: ReplyHeader, peer: Settings, into out: inout ByteBuffer) {
        let room = min(peer.metadataBytesMax, peer.frameBytesMax - ReplyHeader.fixedByteCount)
        let allowed = self.flags.intersection([.notExecuted, .noRetry])
        let start = FrameEncoder.begin(.end, flags: allowed, code: self.status.rawValue, stream: stream, into: &out)
        header.write(metadataBytes: 0, into: &out)
        let block = out.writerIndex
        let complete = self.writeMetadata(room: room, into: &out)
        out.setInteger(UInt16(clamping: out.writerIndex - block), at: start + FrameHeader.byteCount)
        FrameEncoder.finish(at: start, in: &out)
        if !complete { out.setInteger(allowed.union(.truncated).rawValue, at: start + 5) }
    }

    /// Appends the entries that fit, the most useful first; false when something was cut or left out.
    private func writeMetadata(room: Int, into out: inout ByteBuffer) -> Bool {
        var room = room
        let text = self.text.cut(toUTF8Bytes: min(WireLimits.statusTextBytesMax, room - TLV.headerByteCount))
        var complete = text.endIndex == self.text.endIndex
        if !text.isEmpty {
            Self.begin(.statusText, text.utf8.count, &room, &out)
            out.writeSubstring(text)
        }
        if self.metadata.byteCount <= room {
            out.writeImmutableBuffer(self.metadata.bytes)
            room -= self.metadata.byteCount
        } else {
            complete = false
        }
        if let limit = self.limit {
            complete = Self.write(limit, &room, &out) && complete
        }
        if let details = self.details {
            let count = details.readableBytes
            guard count <= WireLimits.statusDetailsBytesMax, TLV.headerByteCount + count <= room else { return false }
            Self.begin(.statusDetails, count, &room, &out)
            out.writeImmutableBuffer(details)
        }
        return complete
    }

    private static func write(_ limit: HitLimit, _ room: inout Int, _ out: inout ByteBuffer) -> Bool {
        let name = limit.name.cut(toUTF8Bytes: WireLimits.pairNameBytesMax)
        let count = 1 + name.utf8.count + 8
        guard TLV.headerByteCount + count <= room else { return false }
        self.begin(.hitLimit, count, &room, &out)
        out.writeInteger(UInt8(clamping: name.utf8.count))
        out.writeSubstring(name)
        out.writeInteger(limit.value)
        return true
    }

    private static func begin(_ id: MetadataID, _ count: Int, _ room: inout Int, _ out: inout ByteBuffer) {
        out.writeMultipleIntegers(id.rawValue, UInt16(clamping: count))
        room -= TLV.headerByteCount + count
    }
}
