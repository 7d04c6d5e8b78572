internal import NIOCore
internal import Trunk
internal import TrunkWire

/// Who speaks on a connection, judged once from HELLO's token, and per call from the call's own (PROTOCOL §3).
struct ConnectionIdentity {
    private enum Standing {
        case anonymous
        case refused
        case known(any Identity)
    }

    private let authenticator: any Authenticator
    private var standing = Standing.anonymous

    /// Anonymous until HELLO brings a token.
    init(authenticator: any Authenticator) {
        self.authenticator = authenticator
    }

    /// Judges the connection's token; none leaves it anonymous.
    mutating func greet(_ token: BearerToken?) {
        guard let token else { return }
        standing = judge(token.bytes).map(Standing.known) ?? .refused
    }

    /// Who makes a call: its own token's identity, else the connection's. A bad token never falls back.
    func caller(_ token: ByteBuffer?) -> Result<(any Identity)?, RPCError> {
        if let token {
            guard let identity = judge(token) else { return .failure(.unauthenticated) }
            return .success(identity)
        }
        switch standing {
        case .anonymous: return .success(nil)
        case .refused: return .failure(.unauthenticated)
        case .known(let identity): return .success(identity)
        }
    }

    private func judge(_ token: ByteBuffer) -> (any Identity)? {
        token.withUnsafeReadableBytes { authenticator.identity(token: $0) }
    }
}
