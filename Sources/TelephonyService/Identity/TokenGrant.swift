package import TelephonyCore
package import TelephonyVault

/// One line of a token file: which token is whom.
///
/// ```
/// # digest (SHA-256, hex)   role            scope                name
/// 9f86d081…0f00a08          operator-admin  operator:bluebird    front-desk
/// ```
package struct TokenGrant: Sendable, Hashable {
    /// SHA-256 of the token.
    package let digest: TokenDigest
    /// Whom it stands for.
    package let actor: Actor

    /// A grant.
    package init(digest: TokenDigest, actor: Actor) {
        self.digest = digest
        self.actor = actor
    }

    /// The grants of a token file; blank lines and lines that begin with `#` are passed over.
    ///
    /// - Throws: `GrantFileError` with line number and what is wrong; never with the line itself.
    package static func parse(_ text: String) throws(GrantFileError) -> [TokenGrant] {
        let grants = try GrantLines.parse(text, first: "digest") { (column, line) throws(GrantFileError) in
            guard let digest = TokenDigest(hex: column) else {
                throw GrantFileError(line: line, problem: "the digest is not 64 hexadecimal digits")
            }
            return digest
        }
        guard !grants.isEmpty else { throw GrantFileError(line: 1, problem: "no token: nobody could call") }
        return grants.map { TokenGrant(digest: $0, actor: $1) }
    }

    /// The line of this grant.
    package var line: String { "\(digest.hex) \(actor.role.text) \(actor.scope.text) \(actor.name)" }
}
