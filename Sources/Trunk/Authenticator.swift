/// Turns what a peer presented into an identity (PROTOCOL §3, Identity of a call).
///
/// Called on the event loop for every call that carries a token, and once per connection for the rest: it must not
/// block.
package protocol Authenticator: Sendable {
    /// The identity behind a bearer token, or nil when the token is not good. A bad token never falls back to a
    /// weaker identity: the call ends UNAUTHENTICATED.
    func identity(token: UnsafeRawBufferPointer) -> (any Identity)?

    /// The identity behind a client certificate that TLS has verified, from the names in it (URIs, then DNS names);
    /// nil leaves the connection anonymous.
    func identity(certificateNames: [String]) -> (any Identity)?

    /// The identity behind a local process; nil leaves the connection anonymous.
    func identity(unixPeer: UnixPeer) -> (any Identity)?
}

extension Authenticator {
    /// No certificate is anybody's.
    package func identity(certificateNames: [String]) -> (any Identity)? { nil }

    /// No local process is anybody's.
    package func identity(unixPeer: UnixPeer) -> (any Identity)? { nil }
}
