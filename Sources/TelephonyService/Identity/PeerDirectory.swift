internal import Synchronization
package import Trunk

/// The clients that are known without a token. Replaced as a whole when the peer file is read again; connections that
/// are open keep the principal they have.
package final class PeerDirectory: Sendable {
    private let principals: Mutex<[PeerGrant.Sign: Principal]>

    /// A directory of these peers.
    package init(_ grants: [PeerGrant]) { principals = Mutex(Self.table(grants)) }

    /// Takes the place of all peers known so far.
    package func replace(with grants: [PeerGrant]) {
        let table = Self.table(grants)
        principals.withLock { $0 = table }
    }

    /// The principal of a certificate, or nil when none of its names is known, or when they are those of several: a
    /// certificate that is two people is nobody.
    package func principal(certificateNames: [String]) -> Principal? {
        let found = principals.withLock { table in certificateNames.compactMap { table[.certificateName($0)] } }
        guard let first = found.first, found.allSatisfy({ $0.actor == first.actor }) else { return nil }
        return first
    }

    /// The principal of a local process, by its user alone.
    package func principal(unixPeer: UnixPeer) -> Principal? { principals.withLock { $0[.user(unixPeer.uid)] } }

    private static func table(_ grants: [PeerGrant]) -> [PeerGrant.Sign: Principal] {
        Dictionary(grants.map { ($0.sign, Principal(actor: $0.actor)) }, uniquingKeysWith: { first, _ in first })
    }
}
