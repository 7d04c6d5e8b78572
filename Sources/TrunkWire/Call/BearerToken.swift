package import NIOCore

/// A bearer token: a secret that is never shown, and leaves only through `bytes`.
package struct BearerToken: Hashable, Sendable {
    /// The token's bytes, to be verified or sent.
    package let bytes: ByteBuffer

    /// A token of these bytes.
    package init(bytes: ByteBuffer) {
        self.bytes = bytes
    }
}

extension BearerToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Shows nothing of the token.
    package var description: String { "BearerToken(redacted)" }
    /// Shows nothing of the token.
    package var debugDescription: String { self.description }
    /// Shows nothing of the token.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
