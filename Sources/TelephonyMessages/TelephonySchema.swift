/// The schema of everything that is served, as it was when the code was generated.
package enum TelephonySchema {
    /// An encoded `google.protobuf.FileDescriptorSet`: every schema with its imports, without comments.
    package static let fileDescriptorSet = bytes(hex: EncodedSchema.fileDescriptorSet)
    /// SHA-256 of the set, 32 bytes.
    package static let digest = bytes(hex: EncodedSchema.digest)

    /// The bytes behind pairs of hex digits, as `scripts/generate` writes them.
    private static func bytes(hex: StaticString) -> [UInt8] {
        hex.withUTF8Buffer { digits in
            stride(from: 0, to: digits.count - 1, by: 2).map { value(digits[$0]) << 4 | value(digits[$0 + 1]) }
        }
    }

    /// The value of a lower-case hex digit.
    private static func value(_ digit: UInt8) -> UInt8 {
        digit >= UInt8(ascii: "a") ? digit &- UInt8(ascii: "a") &+ 10 : digit &- UInt8(ascii: "0")
    }
}
