internal import TelephonyCore
internal import TelephonyService
internal import TelephonyVault

/// Tokens of a server for trying things out: made anew at every start, shown to whoever started it.
struct DevTokens {
    /// A token with its grant.
    struct Entry {
        /// How the ready file and the printed lines call it.
        let label: String
        /// The token: 64 hexadecimal digits.
        let token: String
        /// Whom it stands for.
        let grant: TokenGrant
        /// The same for whoever shows the certificate of this role.
        var peer: PeerGrant {
            PeerGrant(sign: .certificateName("URI:\(DevCertificates.uri(label))"), actor: grant.actor)
        }
    }

    let entries: [Entry]

    /// New tokens for every role that the sample data has somebody for.
    init() {
        var random = SystemRandomNumberGenerator()
        let roles: [(String, Role, Scope?)] = [
            ("platform", .platform, .platform),
            ("operator-admin", .operatorAdmin, OperatorID("bluebird").map(Scope.operator)),
            ("pbx", .pbx, OperatorID("bluebird").map(Scope.operator)),
            ("occupier-admin", .occupierAdmin, OccupierID("acme").map(Scope.occupier)),
            ("occupier-user", .occupierUser, UserID("ann").map(Scope.user)),
            ("auditor", .auditor, OperatorID("bluebird").map(Scope.operator)),
        ]
        entries = roles.compactMap { label, role, scope in
            guard let scope else { return nil }
            let token = (0..<4).map { _ in Self.hex(random.next()) }.joined()
            let digest = Array(token.utf8).withUnsafeBytes { TokenDigest(of: $0) }
            return Entry(
                label: label, token: token,
                grant: TokenGrant(digest: digest, actor: Actor(name: "dev-\(label)", role: role, scope: scope)))
        }
    }

    private static func hex(_ word: UInt64) -> String {
        let digits = String(word, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
