package import NIOCore

extension ByteBuffer {
    /// Overwrites the readable bytes with zero where they lie, without copying them first: whoever shares the storage
    /// sees zeros too. For bytes that held a secret and that nobody will read again (ZL-9).
    package func wipeReadableBytes() {
        withUnsafeReadableBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            // The storage is heap memory that a ByteBuffer allocated; only this view of it is read-only.
            Self.zero(UnsafeMutableRawPointer(mutating: base), bytes.count)
        }
    }

    /// Never inlined, so that the compiler cannot see that nobody reads the zeros and leave them out.
    @inline(never)
    private static func zero(_ start: UnsafeMutableRawPointer, _ count: Int) {
        _ = start.initializeMemory(as: UInt8.self, repeating: 0, count: count)
    }
}
