internal import NIOCore

extension ByteBuffer {
    /// Overwrites with zero what was written up to `end` and then taken back: what lies behind the writer index now.
    /// For a message with a secret that could not be sent (ZL-9).
    @inline(never)
    mutating func wipeTakenBack(upTo end: Int) {
        let count = end - writerIndex
        guard count > 0 else { return }
        withUnsafeMutableWritableBytes { bytes in
            _ = bytes.baseAddress?.initializeMemory(as: UInt8.self, repeating: 0, count: min(count, bytes.count))
        }
    }
}
