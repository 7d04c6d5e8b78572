internal import Glibc

/// A PIN or a change token: `common.v1.Secret`. At most 64 bytes, zeroed when the last reference goes.
///
/// It is never a `String`, compares with nothing, hashes to nothing, and shows nothing to `print`, `dump` or a
/// debugger's summary. Copies outside this class (the caller's own, NIO's and TLS's buffers) are not its doing.
///
/// The bytes have an allocation of their own: lending out inline storage of a class copies it to the stack first,
/// where nobody would zero it.
///
/// Sendable is unchecked because of the pointer. What it points to is written in `init`, before there is a second
/// reference, and in `deinit`, when there is none left; in between it is only read.
public final class Secret: @unchecked Sendable {
    /// Most bytes of a secret.
    public static let byteCountMax = 64

    /// How many bytes it has.
    public let count: Int
    private let storage: UnsafeMutableRawPointer

    /// A copy of the first 64 of these bytes: callers have refused longer ones.
    init(prefixOf bytes: UnsafeRawBufferPointer) {
        count = min(bytes.count, Secret.byteCountMax)
        storage = .allocate(byteCount: Secret.byteCountMax, alignment: 16)
        UnsafeMutableRawBufferPointer(start: storage, count: count).copyMemory(
            from: UnsafeRawBufferPointer(rebasing: bytes.prefix(count)))
    }

    /// A copy of these bytes; nil when they are more than 64.
    public convenience init?(copying bytes: UnsafeRawBufferPointer) {
        guard bytes.count <= Secret.byteCountMax else { return nil }
        self.init(prefixOf: bytes)
    }

    /// A copy of these bytes, for example the ASCII digits of a PIN as typed; nil when they are more than 64.
    public convenience init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count <= Secret.byteCountMax else { return nil }
        let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: Secret.byteCountMax, alignment: 16)
        defer { Secret.wipe(scratch) }
        scratch.copyBytes(from: bytes)
        self.init(prefixOf: UnsafeRawBufferPointer(rebasing: scratch.prefix(bytes.count)))
    }

    deinit {
        Secret.wipe(UnsafeMutableRawBufferPointer(start: storage, count: Secret.byteCountMax))
    }

    /// Zeroes and frees. `explicit_bzero` is the one way of zeroing that no optimiser may leave out.
    private static func wipe(_ bytes: UnsafeMutableRawBufferPointer) {
        if let base = bytes.baseAddress { explicit_bzero(base, bytes.count) }
        bytes.deallocate()
    }

    /// Lends the bytes to `body`. Whoever copies them wipes the copy.
    public func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(start: storage, count: count))
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Says that there is a secret, and nothing of it, not even its length.
    public var description: String { "Secret(redacted)" }

    /// The same.
    public var debugDescription: String { description }

    /// A mirror without children, so that `dump` shows neither address nor length.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
