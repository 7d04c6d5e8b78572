internal import Synchronization
internal import TelephonyCore
internal import TelephonyService
internal import TelephonyVault

/// Tokens made as tests ask for them, one per actor.
final class TestTokens: Sendable {
    /// What a server under test authenticates with.
    let directory = TokenDirectory([])
    private let grants: Mutex<[TokenGrant]> = Mutex([])

    /// A new token for an actor, known to the directory from now on.
    func token(for actor: Actor) -> [UInt8] {
        var random = SystemRandomNumberGenerator()
        let token = (0..<32).map { _ in UInt8.random(in: UInt8(ascii: "a")...UInt8(ascii: "z"), using: &random) }
        let grant = TokenGrant(digest: token.withUnsafeBytes { TokenDigest(of: $0) }, actor: actor)
        let all = grants.withLock { grants in
            grants.append(grant)
            return grants
        }
        directory.replace(with: all)
        return token
    }
}
