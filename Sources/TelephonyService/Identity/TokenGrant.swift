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

    /// Longest token file, in lines.
    package static let linesMax = 10_000
    /// Longest name, in bytes.
    package static let nameBytesMax = 64

    /// The grants of a token file; blank lines and lines that begin with `#` are passed over.
    ///
    /// - Throws: `TokenFileError` with line number and what is wrong; never with the line itself.
    package static func parse(_ text: String) throws(TokenFileError) -> [TokenGrant] {
        var grants: [TokenGrant] = []
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            guard index < linesMax else {
                throw TokenFileError(line: index + 1, problem: "more than \(linesMax) lines")
            }
            let columns = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
            guard let first = columns.first, !first.hasPrefix("#") else { continue }
            grants.append(try parse(columns, line: index + 1))
        }
        guard !grants.isEmpty else { throw TokenFileError(line: 1, problem: "no token: nobody could call") }
        return grants
    }

    /// The line of this grant.
    package var line: String { "\(digest.hex) \(actor.role.text) \(actor.scope.text) \(actor.name)" }

    private static func parse(_ columns: [Substring], line: Int) throws(TokenFileError) -> TokenGrant {
        guard columns.count == 4 else {
            throw TokenFileError(line: line, problem: "needs four columns: digest, role, scope, name")
        }
        guard let digest = TokenDigest(hex: columns[0]) else {
            throw TokenFileError(line: line, problem: "the digest is not 64 hexadecimal digits")
        }
        guard let role = Role(text: String(columns[1])) else {
            throw TokenFileError(line: line, problem: "no such role; one of \(Role.allTexts)")
        }
        guard let scope = Scope(text: String(columns[2])) else {
            throw TokenFileError(
                line: line, problem: "no such scope; platform, operator:ID, occupier:ID or user:ID")
        }
        guard columns[3].utf8.count <= nameBytesMax else {
            throw TokenFileError(line: line, problem: "the name is longer than \(nameBytesMax) bytes")
        }
        return TokenGrant(digest: digest, actor: Actor(name: String(columns[3]), role: role, scope: scope))
    }
}

/// A token file that cannot be used: which line and why.
package struct TokenFileError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The line, from 1.
    package let line: Int
    /// What is wrong with it.
    package let problem: String

    /// `line n: problem`.
    package var description: String { "line \(line): \(problem)" }
}
