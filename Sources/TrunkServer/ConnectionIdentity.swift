internal import NIOCore
internal import Trunk
internal import TrunkWire

/// Who speaks on a connection, and per call who makes it (PROTOCOL §4): the call's own token counts first, then HELLO's,
/// then the client's certificate, then the process at the other end of a Unix socket. A bad token never falls back.
struct ConnectionIdentity {
    private enum Standing {
        case untold
        case refused
        case known(any Identity)
    }

    private let authenticator: any Authenticator
    private var token = Standing.untold
    private var certificate: (any Identity)?
    private var unixPeer: (any Identity)?

    /// Anonymous until something is presented.
    init(authenticator: any Authenticator) {
        self.authenticator = authenticator
    }

    /// Judges the connection's token; none leaves it to what else was presented.
    mutating func greet(_ token: BearerToken?) {
        guard let token else { return }
        self.token = judge(token.bytes).map(Standing.known) ?? .refused
    }

    /// Judges the names in the client's verified certificate.
    mutating func present(certificateNames names: [String]) {
        certificate = authenticator.identity(certificateNames: names)
    }

    /// Judges the process at the other end of a Unix socket.
    mutating func present(_ peer: UnixPeer) {
        unixPeer = authenticator.identity(unixPeer: peer)
    }

    /// Who makes a call: its own token's identity, else the connection's.
    func caller(_ token: ByteBuffer?) -> Result<(any Identity)?, RPCError> {
        if let token {
            guard let identity = judge(token) else { return .failure(.unauthenticated) }
            return .success(identity)
        }
        switch self.token {
        case .known(let identity): return .success(identity)
        case .untold: return .success(certificate ?? unixPeer)
        case .refused: return .failure(.unauthenticated)
        }
    }

    private func judge(_ token: ByteBuffer) -> (any Identity)? {
        token.withUnsafeReadableBytes { authenticator.identity(token: $0) }
    }
}
