internal import Synchronization
internal import TelephonyCore
internal import TelephonyVault
package import Trunk

/// The bearer tokens of an installation. Only their SHA-256 digests are kept, here and on disk; a token is 256 random
/// bits, so a digest cannot be turned back (Q-03 does not apply: there is nothing to guess).
///
/// Replaced as a whole when the token file is read again; calls under way keep the principal they have.
package final class TokenDirectory: Authenticator {
    private let principals: Mutex<[TokenDigest: Principal]>

    /// A directory of these tokens.
    package init(_ grants: [TokenGrant]) { principals = Mutex(Self.table(grants)) }

    /// Takes the place of all tokens known so far.
    package func replace(with grants: [TokenGrant]) {
        let table = Self.table(grants)
        principals.withLock { $0 = table }
    }

    /// The principal behind a token, or nil. Looks up a digest, so the time taken says nothing about how much of a
    /// guessed token was right.
    package func identity(token: UnsafeRawBufferPointer) -> (any Identity)? {
        let digest = TokenDigest(of: token)
        return principals.withLock { $0[digest] }
    }

    private static func table(_ grants: [TokenGrant]) -> [TokenDigest: Principal] {
        Dictionary(grants.map { ($0.digest, Principal(actor: $0.actor)) }, uniquingKeysWith: { _, last in last })
    }
}
