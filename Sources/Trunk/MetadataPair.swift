/// A named value that travels with a call beside its messages (TLV F0).
public struct MetadataPair: Sendable, Hashable {
    /// `[a-z0-9_.-]+`, at most 255 bytes. A call with another name is not sent.
    public var name: String
    /// Any bytes; all metadata of a call have to fit in the server's `metadata_bytes`. Not for secrets.
    public var value: [UInt8]

    /// A named value.
    public init(_ name: String, _ value: [UInt8]) {
        self.name = name
        self.value = value
    }

    /// Whether the name may be sent.
    package var isNameValid: Bool {
        (1...255).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
                case UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"): true
                default: false
                }
            }
    }
}
