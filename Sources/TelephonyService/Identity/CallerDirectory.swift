package import Trunk

/// Everybody who may call an installation: by token, by certificate, or by the user of a local process.
package final class CallerDirectory: Authenticator {
    /// Those with a token.
    package let tokens: TokenDirectory
    /// Those without.
    package let peers: PeerDirectory

    /// A directory of both.
    package init(tokens: [TokenGrant], peers: [PeerGrant] = []) {
        self.tokens = TokenDirectory(tokens)
        self.peers = PeerDirectory(peers)
    }

    /// The principal behind a token, or nil.
    package func identity(token: UnsafeRawBufferPointer) -> (any Identity)? { tokens.identity(token: token) }

    /// The principal of a verified certificate, or nil: the connection is anonymous then.
    package func identity(certificateNames: [String]) -> (any Identity)? {
        peers.principal(certificateNames: certificateNames)
    }

    /// The principal of a local process, or nil: the connection is anonymous then.
    package func identity(unixPeer: UnixPeer) -> (any Identity)? { peers.principal(unixPeer: unixPeer) }
}
