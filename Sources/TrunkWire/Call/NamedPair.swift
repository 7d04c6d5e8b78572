package import NIOCore

/// The value of a metadata entry F0: a name of the owner's choosing, and bytes.
package struct NamedPair: Hashable, Sendable {
    /// `[a-z0-9_.-]+`, at most 255 bytes.
    package let name: String
    /// The value.
    package let value: ByteBuffer

    /// Reads u8 name length, name, value; nil when the name is empty, overruns or holds other characters (TRK-305).
    package init?(reading entry: ByteBuffer) {
        var rest = entry
        guard let length = rest.readInteger(as: UInt8.self), let name = rest.readSlice(length: Int(length)),
            Self.isName(name.readableBytesView)
        else { return nil }
        self.name = String(buffer: name)
        self.value = rest
    }

    /// True for a non-empty name of lower-case letters, digits, `_`, `.` and `-`.
    static func isName(_ bytes: some Collection<UInt8>) -> Bool {
        !bytes.isEmpty
            && bytes.allSatisfy {
                switch $0 {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
