/// Turns what a peer presented into an identity (PROTOCOL §3, Identity of a call).
///
/// Called on the event loop for every call that carries a token, and once per connection token: it must not block.
package protocol Authenticator: Sendable {
    /// The identity behind a bearer token, or nil when the token is not good. A bad token never falls back to a
    /// weaker identity: the call ends UNAUTHENTICATED.
    func identity(token: UnsafeRawBufferPointer) -> (any Identity)?
}
