/// What a key is for. Keys of different purposes never stand in for one another.
package enum KeyPurpose: String, Sendable, Hashable, CaseIterable {
    /// Seals verifiers of custom PINs.
    case verifier
    /// Seals Default PINs.
    case defaultPIN = "default-pin"
    /// Seals change tokens and page tokens, hashes requests; short-lived things only.
    case service

    /// What stands in the associated data of everything sealed for it.
    var label: String { "telephony/\(rawValue)/v1" }
}
