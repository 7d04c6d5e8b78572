import TelephonyCore
import TelephonyService
import Testing
import Trunk

@Suite("Peer file")
struct PeerFileTests {
    private static let file = """
        # who role scope name
        URI:spiffe://example.org/pbx   pbx             operator:bluebird   pbx-1
        DNS:Portal.example.org         operator-admin  operator:bluebird   portal

        DNS:portal-2.example.org       operator-admin  operator:bluebird   portal
        UID:1000                       auditor         operator:bluebird   night-watch
        """

    private func directory() throws -> CallerDirectory {
        CallerDirectory(tokens: [], peers: try PeerGrant.parse(Self.file))
    }

    @Test("a certificate is whom one of its names says, host names in any case")
    func certificates() throws {
        let directory = try directory()
        #expect(directory.identity(certificateNames: ["DNS:x", "URI:spiffe://example.org/pbx"])?.name == "pbx-1")
        #expect(directory.identity(certificateNames: ["DNS:portal.example.org"])?.name == "portal")
        #expect(directory.identity(certificateNames: ["URI:SPIFFE://example.org/pbx"]) == nil)
        #expect(directory.identity(certificateNames: ["URI:portal.example.org", "portal.example.org"]) == nil)
        #expect(directory.identity(certificateNames: []) == nil)
    }

    @Test("a certificate with the names of two is nobody, with two names of one it is that one")
    func ambiguous() throws {
        let directory = try directory()
        let two = ["URI:spiffe://example.org/pbx", "DNS:portal.example.org"]
        #expect(directory.identity(certificateNames: two) == nil)
        let one = ["DNS:portal.example.org", "DNS:portal-2.example.org"]
        #expect(directory.identity(certificateNames: one)?.name == "portal")
    }

    @Test("a local process is whom its user says, whatever its group and id")
    func unixPeers() throws {
        let directory = try directory()
        #expect(directory.identity(unixPeer: UnixPeer(pid: 1, uid: 1000, gid: 0))?.name == "night-watch")
        #expect(directory.identity(unixPeer: UnixPeer(pid: 1000, uid: 0, gid: 1000)) == nil)
        let principal = directory.identity(unixPeer: UnixPeer(pid: 7, uid: 1000, gid: 7)) as? TelephonyService.Principal
        #expect(principal?.actor.role == .auditor)
    }

    @Test("peers that are replaced are known no more")
    func replaced() throws {
        let directory = try directory()
        directory.peers.replace(with: try PeerGrant.parse("UID:7 pbx operator:bluebird seven"))
        #expect(directory.identity(unixPeer: UnixPeer(pid: 1, uid: 1000, gid: 0)) == nil)
        #expect(directory.identity(certificateNames: ["DNS:portal.example.org"]) == nil)
        #expect(directory.identity(unixPeer: UnixPeer(pid: 1, uid: 7, gid: 0))?.name == "seven")
    }

    @Test(
        "a wrong line is named by its number",
        arguments: [
            "CN:pbx pbx platform a", "UID:-1 pbx platform a", "UID:4294967296 pbx platform a", "DNS: pbx platform a",
            "UID:x pbx platform a", "UID:1 boss platform a", "UID:1 pbx platform", "uri:x pbx platform a",
        ])
    func wrongLines(line: String) {
        let error = #expect(throws: GrantFileError.self) { try PeerGrant.parse("# first\n" + line) }
        #expect(error?.line == 2)
    }

    @Test("two lines about one peer are one too many; none at all is fine")
    func twice() throws {
        let error = #expect(throws: GrantFileError.self) {
            try PeerGrant.parse("DNS:a pbx platform a\nDNS:A pbx platform b")
        }
        #expect(error?.line == 2)
        #expect(try PeerGrant.parse("# nobody\n").isEmpty)
    }

    @Test("a grant's line is read as the same grant")
    func lines() throws {
        let grants = try PeerGrant.parse(Self.file)
        #expect(try PeerGrant.parse(grants.map(\.line).joined(separator: "\n")) == grants)
    }
}
