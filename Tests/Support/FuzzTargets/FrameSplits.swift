internal import NIOCore
internal import TrunkWire

/// Bytes of a peer, given whole, by the byte, and cut where the input says: the connection tells and writes the same,
/// however the network cut them (TRK-201 to TRK-215).
enum FrameSplits {
    /// Longest stream that is also given byte by byte.
    private static let byByteMax = 160

    static func run(_ input: inout FuzzInput) {
        let choice = input.byte()
        let cuts = Array(input.take(Int(choice & 0x0F)))
        let side: Side = choice & 0x80 == 0 ? .server : .client
        var bytes = ByteBuffer()
        if choice & 0x40 == 0 {
            // Past the opening, which few inputs would find by themselves.
            Preface(first: 1, second: 1, random: 0).write(into: &bytes)
            var limits = WireLimits()
            limits.acceptsDeflate = choice & 0x20 != 0
            Settings(limits: limits).write(from: side == .server ? .client : .server, random: 1, into: &bytes)
        }
        bytes.writeImmutableBuffer(input.restBuffer())

        let whole = self.trace(side, bytes, deflate: choice & 0x10 != 0) { $0 }
        var next = 0
        let cut = self.trace(side, bytes, deflate: choice & 0x10 != 0) { left in
            guard !cuts.isEmpty else { return left }
            next += 1
            return Int(cuts[next % cuts.count]) + 1
        }
        demand(cut == whole, "cuts of the network change nothing")
        if bytes.readableBytes <= Self.byByteMax {
            demand(
                self.trace(side, bytes, deflate: choice & 0x10 != 0) { _ in 1 } == whole, "single bytes change nothing")
        }
    }

    static var seeds: [[UInt8]] {
        var calls: [UInt8] = []
        for (index, digit) in ([0x30, 0x31, 0x32, 0x33] as [UInt8]).enumerated() {
            let payload: [UInt8] = [0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, digit, 0x61, 0x62]
            let stream = UInt8(2 * index + 1)
            calls += [0, 0, 0, UInt8(payload.count), 2, index & 1 == 0 ? 9 : 8, 0, 0, 0, 0, 0, stream] + payload
        }
        let message: [UInt8] = [0, 0, 0, 2, 4, 0, 0, 0, 0, 0, 0, 3, 0x63, 0x64, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 3]
        let others: [UInt8] = [
            0, 0, 0, 8, 8, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0, 6, 0, 0, 1, 0, 0, 0, 7,
        ]
        let reply: [UInt8] = [0, 0, 0, 9, 3, 9, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0x61]
        let end: [UInt8] = [0, 0, 0, 8, 5, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0]
        return [
            [2, 4, 9] + calls + message + others, [3, 0, 1, 2] + others, [0x80] + reply + message + end,
            [0x82, 1, 30] + end + reply, [0x41, 3, 0x89, 0x54, 0x52, 0x4B, 0x0D, 0x0A, 0x1A, 0x0A, 1, 1, 0, 0],
        ]
    }

    private static func trace(
        _ side: Side, _ bytes: ByteBuffer, deflate: Bool, cut: (Int) -> Int
    ) -> Trace {
        var limits = WireLimits()
        limits.acceptsDeflate = deflate
        limits.concurrentStreamsMax = 16
        limits.abusePointsMax = 30
        limits.receivePoolBytesMax = 300_000
        var rest = bytes
        var pieces: [ByteBuffer] = []
        while rest.readableBytes > 0 {
            let count = min(max(1, cut(rest.readableBytes)), rest.readableBytes)
            guard let piece = rest.readSlice(length: count) else { break }
            pieces.append(piece)
        }
        switch side {
        case .server: return ReplayedServer(limits: limits).read(pieces)
        case .client: return ReplayedClient(limits: limits).read(pieces)
        }
    }
}
