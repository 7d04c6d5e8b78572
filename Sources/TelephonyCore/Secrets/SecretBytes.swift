/// A change token on its way in or out: at most 64 bytes, shared by reference, wiped with its last holder.
package final class SecretBytes: @unchecked Sendable {
    // Sendable although it holds a pointer: the memory is written in `init` only and has this object as its one owner.
    private let bytes: UnsafeMutableRawBufferPointer

    /// Most bytes that are kept; the wire allows no more in a secret.
    package static let bytesMax = 64

    /// Copies a secret; nil when it is longer than `bytesMax`.
    package init?(copying source: UnsafeRawBufferPointer) {
        guard source.count <= Self.bytesMax else { return nil }
        bytes = .allocate(byteCount: source.count, alignment: 1)
        bytes.copyMemory(from: source)
    }

    /// Takes a secret over and wipes where it came from; nil when it is longer than `bytesMax`.
    package convenience init?(taking source: inout [UInt8]) {
        let copy = source.withUnsafeBytes { Self(copying: $0) }
        for index in source.indices { source[index] = 0 }
        source = []
        guard let copy else { return nil }
        self.init(sharing: copy)
    }

    private init(sharing other: SecretBytes) {
        bytes = .allocate(byteCount: other.bytes.count, alignment: 1)
        bytes.copyMemory(from: UnsafeRawBufferPointer(other.bytes))
    }

    deinit {
        Self.wipe(bytes)
        bytes.deallocate()
    }

    /// How many bytes.
    package var count: Int { bytes.count }

    /// Lends the bytes for the time of `body`.
    package func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(bytes))
    }

    /// Never inlined: the compiler must not see that the memory is given back right after.
    @inline(never)
    private static func wipe(_ bytes: UnsafeMutableRawBufferPointer) {
        for index in bytes.indices { bytes[index] = 0 }
    }
}
