/// A Default PIN under the vault's key. Opaque here.
package struct SealedDefaultPIN: Sendable, Hashable {
    /// The sealed bytes, at most 128.
    package let bytes: [UInt8]

    /// Wraps sealed bytes.
    package init(bytes: [UInt8]) { self.bytes = bytes }
}

/// A verifier of a custom PIN under the vault's key. Opaque here; PINs cannot be read from it even with the key.
package struct SealedVerifier: Sendable, Hashable {
    /// The sealed bytes, at most 160.
    package let bytes: [UInt8]

    /// Wraps sealed bytes.
    package init(bytes: [UInt8]) { self.bytes = bytes }
}
