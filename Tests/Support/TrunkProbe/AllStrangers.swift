package import Trunk

/// Nobody has an identity here, and nobody needs one.
package struct AllStrangers: Authenticator {
    /// No token is good.
    package func identity(token: UnsafeRawBufferPointer) -> (any Identity)? { nil }
}
