internal import Glibc
package import NIOCore

extension ByteBuffer {
    /// Overwrites every byte of this buffer's storage with zero, after a message that carries a secret was sent (ZL-9).
    ///
    /// Reaches the bytes only while this is the storage's sole owner; the caller sees to that.
    package mutating func wipe() {
        withVeryUnsafeMutableBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            explicit_bzero(base, bytes.count)
        }
        clear()
    }
}
