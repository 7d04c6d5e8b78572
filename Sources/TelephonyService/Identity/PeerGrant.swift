package import TelephonyCore

/// One line of a peer file: whom a client is taken for by its certificate, or a local process by its user, when it
/// shows no token.
///
/// ```
/// # who                          role            scope               name
/// URI:spiffe://example.org/pbx   pbx             operator:bluebird   pbx-1
/// DNS:portal.example.org         operator-admin  operator:bluebird   portal
/// UID:1000                       auditor         operator:bluebird   night-watch
/// ```
package struct PeerGrant: Sendable, Hashable {
    /// What a client is known by.
    package enum Sign: Sendable, Hashable {
        /// A name in its verified certificate, as `PeerCertificateNames` spells it.
        case certificateName(String)
        /// The user that it runs as, on this machine.
        case user(UInt32)
    }

    /// What it is known by.
    package let sign: Sign
    /// Whom it stands for.
    package let actor: Actor

    /// A grant.
    package init(sign: Sign, actor: Actor) {
        self.sign = sign
        self.actor = actor
    }

    /// The grants of a peer file; blank lines and lines that begin with `#` are passed over. None is fine: then tokens
    /// alone say who calls.
    ///
    /// - Throws: `GrantFileError` with line number and what is wrong: also when two lines are about the same sign.
    package static func parse(_ text: String) throws(GrantFileError) -> [PeerGrant] {
        var known: Set<Sign> = []
        let grants = try GrantLines.parse(text, first: "who") { (column, line) throws(GrantFileError) in
            guard let sign = Sign(text: column) else {
                throw GrantFileError(line: line, problem: "who is none of URI:…, DNS:… and UID:number")
            }
            guard known.insert(sign).inserted else {
                throw GrantFileError(line: line, problem: "a line before is about the same peer")
            }
            return sign
        }
        return grants.map { PeerGrant(sign: $0, actor: $1) }
    }

    /// The line of this grant.
    package var line: String { "\(sign.text) \(actor.role.text) \(actor.scope.text) \(actor.name)" }
}

extension PeerGrant.Sign {
    /// The sign as peer files spell it; host names in any case.
    init?(text: Substring) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty else { return nil }
        switch parts[0] {
        case "URI": self = .certificateName(String(text))
        case "DNS": self = .certificateName("DNS:\(parts[1].lowercased())")
        case "UID":
            guard parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let uid = UInt32(parts[1]) else {
                return nil
            }
            self = .user(uid)
        default: return nil
        }
    }

    /// The spelling in peer files.
    var text: String {
        switch self {
        case .certificateName(let name): name
        case .user(let uid): "UID:\(uid)"
        }
    }
}
