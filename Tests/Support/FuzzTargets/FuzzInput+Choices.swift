internal import NIOCore
internal import TrunkWire

/// Choices that the programs of frames share.
extension FuzzInput {
    /// Bytes of a message: mostly few, sometimes around a limit, seldom more than a frame holds.
    mutating func length() -> Int {
        let byte = Int(self.byte())
        switch byte {
        case ..<32: return byte
        case ..<128: return byte * 8
        case ..<224: return byte * 48
        case ..<240: return 65_536 - 40 + (byte - 224) * 4
        default: return 65_536 + (byte - 240) * 12_000
        }
    }

    /// How far time moves, nanoseconds.
    mutating func pause() -> Int64 {
        let milliseconds: [Int64] = [0, 1, 50, 500, 1_000, 3_000, 6_000, 25_000, 61_000, 1_900_000]
        return milliseconds[self.index(below: milliseconds.count)] * 1_000_000
    }

    /// How many messages go each way.
    mutating func shape() -> CallShape {
        switch self.byte() & 3 {
        case 0: .unary
        case 1: .clientStreaming
        case 2: .serverStreaming
        default: .bidirectional
        }
    }

    /// Metadata of a call: none, some, or too much.
    mutating func metadata() -> Metadata {
        var metadata = Metadata()
        let choice = self.byte()
        if choice & 0x03 == 1 { metadata.append(.traceState, ByteBuffer(repeating: 7, count: Int(choice))) }
        if choice & 0x0F == 2 { metadata.append(.padding, ByteBuffer(repeating: 0, count: 300 * Int(choice))) }
        return metadata
    }

    /// How a call ends.
    mutating func status() -> EndStatus {
        let choice = self.byte()
        var status = EndStatus(WireStatus(code: UInt16(choice & 0x1F)))
        if choice & 0x20 != 0 { status.text = String(repeating: "ä", count: Int(self.byte()) * 4) }
        if choice & 0x40 != 0 { status.details = ByteBuffer(repeating: 1, count: self.length()) }
        if choice & 0x80 != 0 { status.metadata = self.metadata() }
        return status
    }

    /// How a call ends that does not end well.
    mutating func failure() -> EndStatus {
        var status = self.status()
        if status.status == .ok { status.status = .unavailable }
        return status
    }

    /// What a side keeps: defaults, or limits that a short program can reach.
    mutating func limits() -> WireLimits {
        var limits = WireLimits()
        let choice = self.byte()
        if choice & 0x01 != 0 { limits.concurrentStreamsMax = 16 }
        if choice & 0x02 != 0 { limits.receivePoolBytesMax = 150_000 }
        if choice & 0x04 != 0 { limits.messageWireBytesMax = 70_000 }
        if choice & 0x08 != 0 { limits.messageDecodedBytesMax = 50_000 }
        if choice & 0x10 != 0 { limits.acceptsDeflate = true }
        if choice & 0x20 != 0 { limits.abusePointsMax = 40 }
        if choice & 0x40 != 0 { limits.metadataBytesMax = WireLimits.metadataBytesFloor }
        if choice & 0x80 != 0 { limits.frameBytesMax = 80_000 }
        return limits
    }
}
