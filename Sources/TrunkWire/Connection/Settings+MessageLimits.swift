internal import NIOCore

extension Settings {
    /// The limit of this side's that a message packed for it does not keep, or nil (TRK-325, TRK-812).
    func limitHit(by extent: FrameEncoder.Extent, endingAt end: Int) -> HitLimit? {
        let wireBytes = end - extent.messageStart
        guard let decodedBytes = extent.decodedBytes else {
            let bytesMax = min(self.messageWireBytesMax, self.messageDecodedBytesMax)
            return wireBytes <= bytesMax ? nil : HitLimit(name: "message_wire_bytes", value: UInt64(clamping: bytesMax))
        }
        if wireBytes > self.messageWireBytesMax {
            return HitLimit(name: "message_wire_bytes", value: UInt64(clamping: self.messageWireBytesMax))
        }
        let decodedBytesMax = UInt64(clamping: self.messageDecodedBytesMax)
        return UInt64(decodedBytes) <= decodedBytesMax
            ? nil : HitLimit(name: "message_decoded_bytes", value: decodedBytesMax)
    }
}
