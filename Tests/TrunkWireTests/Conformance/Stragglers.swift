import NIOCore

/// Frames for a stream that was skipped.
enum Stragglers {
    /// Frames that draw exactly so much of the allowance, and `extra` bytes more; nil when no frame is that small.
    static func drawing(_ allowance: Int, extra: Int) -> Bytes? {
        var left = allowance
        guard left >= 64 else { return nil }
        var bytes = Bytes()
        while left - 64 + extra > 65_536 {
            let count = min(65_536, left - 128)
            bytes.buffer.writeImmutableBuffer(Bytes.frame(0x04, stream: 1, .zeros(count)).buffer)
            left -= count + 64
        }
        bytes.buffer.writeImmutableBuffer(Bytes.frame(0x04, stream: 1, .zeros(left - 64 + extra)).buffer)
        return bytes
    }

    /// PONGs that nobody asked for, a point each.
    static func pongs(_ count: Int) -> Bytes {
        let one = Bytes.pong(1).buffer
        var bytes = Bytes()
        for _ in 0..<max(0, count) { bytes.buffer.writeImmutableBuffer(one) }
        return bytes
    }
}
