internal import Glibc
package import TelephonyMessages

/// Bytes of a secret while it is typed or read: one allocation of fixed size, wiped at the end. Not copyable, so that
/// there is no second one to forget.
package struct SecretBytes: ~Copyable {
    private let storage: UnsafeMutableRawBufferPointer
    /// How many bytes were taken.
    package private(set) var count = 0

    /// No bytes yet.
    package init() {
        storage = .allocate(byteCount: Secret.byteCountMax, alignment: 1)
    }

    deinit {
        if let base = storage.baseAddress { explicit_bzero(base, storage.count) }
        storage.deallocate()
    }

    /// Takes a byte; false when there is no room for it.
    package mutating func append(_ byte: UInt8) -> Bool {
        guard count < storage.count else { return false }
        storage[count] = byte
        count += 1
        return true
    }

    /// Takes the last byte back.
    package mutating func removeLast() {
        guard count > 0 else { return }
        count -= 1
        storage[count] = 0
    }

    /// Takes everything back.
    package mutating func removeAll() {
        while count > 0 { removeLast() }
    }

    /// Takes back a carriage return at the end.
    package mutating func removeTrailingCarriageReturn() {
        if count > 0, storage[count - 1] == UInt8(ascii: "\r") { removeLast() }
    }

    /// The secret; nil when there are no bytes.
    package func secret() -> Secret? {
        count == 0 ? nil : Secret(copying: UnsafeRawBufferPointer(rebasing: storage[..<count]))
    }

    /// Whether both hold the same bytes, in a time that does not depend on where they differ.
    package static func areEqual(_ left: Secret, _ right: Secret) -> Bool {
        guard left.count == right.count else { return false }
        return left.withUnsafeBytes { one in
            right.withUnsafeBytes { other in
                zip(one, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
            }
        }
    }
}
