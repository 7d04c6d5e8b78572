import Foundation
import NIOSSL
import Testing
import Trunk
import TrunkClient
import TrunkTLS
import X509

/// RT-G12: new certificates while the server runs.
@Suite("Reload")
struct ReloadTests {
    private let files: TestFiles
    private let old: TestAuthority
    private let new: TestAuthority
    private let configuration: ServerTLSConfiguration

    init() throws {
        files = try TestFiles()
        old = try TestAuthority("Old")
        new = try TestAuthority("New")
        configuration = try files.server(try old.issue(.localhost))
    }

    @Test("after a reload new connections get the new certificate, and those that run go on")
    func taken() async throws {
        let (before, after) = (try files.client(trusting: old), try files.client(trusting: new))
        try await Bench.run(configuration) { bench in
            try await withTrunkClient(bench.endpoint, tls: before) { (client) async throws in
                _ = try await client.unary(Echo.call, Text("1"), options: .defaults)
                _ = try files.server(try new.issue(.localhost))
                #expect(bench.tls.reload())
                _ = try await client.unary(Echo.call, Text("2"), options: .defaults)
            }
            #expect(await bench.call(after) == nil)
            #expect(await bench.call(before)?.text.contains("is not signed by a known authority") == true)
        }
    }

    @Test("a server that follows its files takes up a new certificate by itself, until it is told to stop")
    func followed() async throws {
        try await Bench.run(configuration) { bench in
            let following = Task { await bench.tls.follow(every: .milliseconds(1)) }
            let next = try new.issue(.localhost)
            _ = try files.server(next)
            let expected = try next.certificate.serializeAsPEM().derBytes
            while try await bench.shownCertificate() != expected { await Task.yield() }
            following.cancel()
            await following.value
            try files.write("server.pem", "nonsense")
            #expect(!bench.log.lines.contains { $0.contains("holds no certificate") })
        }
    }

    @Test("files that have not changed are not taken up again")
    func unchanged() async throws {
        try await Bench.run(configuration) { bench in
            #expect(!bench.tls.reload())
            #expect(bench.log.lines.isEmpty)
        }
    }

    @Test("a file that is no good changes nothing, and the log says so once", arguments: Damage.allCases)
    func broken(damage: Damage) async throws {
        let client = try files.client(trusting: old)
        try await Bench.run(configuration) { bench in
            try damage.inflict(on: files, old)
            #expect(!bench.tls.reload())
            #expect(!bench.tls.reload())
            let complaints = bench.log.lines.filter { $0.hasPrefix("TLS files are no good") }
            #expect(complaints.count == 1 && complaints.first?.contains(damage.complaint) == true, "\(complaints)")
            #expect(await bench.call(client) == nil)
            _ = try files.server(try old.issue(.localhost))
            #expect(bench.tls.reload())
            #expect(await bench.call(client) == nil)
        }
    }

    @Test("a client's certificate that is put on the list is refused at its next connection")
    func revoked() async throws {
        let certificate = try old.issue([.dnsName("pbx")])
        let client = try files.client(trusting: old, certificate)
        var configuration = configuration
        configuration.clientAuthorityPath = try files.write("clients.pem", old.pem)
        configuration.clientCertificates = .required
        configuration.revocationPath = try files.write("revoked", "")
        try await Bench.run(configuration) { bench in
            #expect(await bench.call(client) == nil)
            try files.write("revoked", "sha256 \(try certificate.fingerprintHex)\n")
            #expect(bench.tls.reload())
            #expect(await bench.call(client) != nil)
            #expect(bench.log.refusals == ["the peer's certificate is revoked"])
        }
    }

    @Test("a certificate that ends soon, or has ended, is warned of when it is read")
    func warned() async throws {
        try await Bench.run(try files.server(try old.issue(.localhost, to: .now + 86_400))) { bench in
            #expect(bench.log.lines.first?.hasPrefix("TLS certificate ends soon") == true)
        }
        try await Bench.run(try files.server(try old.issue(.localhost, from: .now - 99, to: .now - 9))) { bench in
            #expect(bench.log.lines.first?.hasPrefix("TLS certificate has expired") == true)
        }
        try await Bench.run(try files.server(try old.issue(.localhost, to: .now + 30 * 86_400))) { bench in
            #expect(bench.log.lines.isEmpty)
        }
    }

    enum Damage: String, CaseIterable, CustomTestStringConvertible {
        case otherKey, noCertificate, noKey, missing, readable, endless

        var testDescription: String { rawValue }

        var complaint: String {
            switch self {
            case .otherKey: "is not the key of"
            case .noCertificate: "holds no certificate"
            case .noKey: "holds no private key"
            case .missing: "No such file"
            case .readable: "others may read it"
            case .endless: "longer than"
            }
        }

        func inflict(on files: TestFiles, _ authority: TestAuthority) throws {
            let other = try authority.issue(.localhost)
            switch self {
            case .otherKey: try files.write("server.key", other.keyPEM)
            case .noCertificate: try files.write("server.pem", "nonsense\n")
            case .noKey: try files.write("server.key", "nonsense\n")
            case .missing: try FileManager.default.removeItem(at: files.directory.appending(path: "server.pem"))
            case .readable: try files.write("server.key", other.keyPEM, mode: 0o644)
            case .endless: try files.write("server.pem", String(repeating: "x", count: (1 << 20) + 1))
            }
        }
    }
}
