internal import Glibc

/// A PIN or a change token: `common.v1.Secret`. At most 64 bytes, held inline, zeroed when the last reference goes.
///
/// It is never a `String`, compares with nothing, hashes to nothing, and shows nothing to `print`, `dump` or a
/// debugger's summary. Copies outside this class (the caller's own, NIO's and TLS's buffers) are not its doing.
///
/// Sendable is unchecked because the storage is a `var`, which zeroing needs. It is written in `init` and in `deinit`
/// only, when no second reference exists; in between it is only read.
public final class Secret: @unchecked Sendable {
    /// Most bytes of a secret.
    public static let byteCountMax = 64

    /// How many bytes it has.
    public let count: Int
    private var storage = InlineArray<64, UInt8>(repeating: 0)

    /// A copy of the first 64 of these bytes: callers have refused longer ones.
    init(prefixOf bytes: UnsafeRawBufferPointer) {
        let copied = bytes.prefix(Secret.byteCountMax)
        count = copied.count
        for (index, byte) in copied.enumerated() { storage[index] = byte }
    }

    /// A copy of these bytes; nil when they are more than 64.
    public convenience init?(copying bytes: UnsafeRawBufferPointer) {
        guard bytes.count <= Secret.byteCountMax else { return nil }
        self.init(prefixOf: bytes)
    }

    /// A copy of these bytes, for example the ASCII digits of a PIN as typed; nil when they are more than 64.
    public convenience init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count <= Secret.byteCountMax else { return nil }
        let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
        defer {
            if let base = scratch.baseAddress { explicit_bzero(base, scratch.count) }
            scratch.deallocate()
        }
        scratch.copyBytes(from: bytes)
        self.init(prefixOf: UnsafeRawBufferPointer(scratch))
    }

    deinit {
        // explicit_bzero is the one way of zeroing that no optimiser may leave out.
        withUnsafeMutableBytes(of: &storage) { bytes in
            if let base = bytes.baseAddress { explicit_bzero(base, bytes.count) }
        }
    }

    /// Lends the bytes to `body`. Whoever copies them wipes the copy.
    public func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try storage.span.withUnsafeBytes { (all) throws(Failure) in
            try body(UnsafeRawBufferPointer(rebasing: all.prefix(count)))
        }
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Says that there is a secret, and nothing of it, not even its length.
    public var description: String { "Secret(redacted)" }

    /// The same.
    public var debugDescription: String { description }

    /// A mirror without children, so that `dump` shows none of the storage.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
