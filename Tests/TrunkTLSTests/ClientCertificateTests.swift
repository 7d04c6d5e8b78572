import Foundation
import Testing
import Trunk
import TrunkClient
import TrunkTLS
import X509

/// RT-G12, the server's side: who shows a certificate that is no good is refused, and only our log says why.
@Suite("Certificates of clients")
struct ClientCertificateTests {
    private let files: TestFiles
    private let authority: TestAuthority
    private var configuration: ServerTLSConfiguration

    init() throws {
        files = try TestFiles()
        authority = try TestAuthority()
        configuration = try files.server(try authority.issue(.localhost))
        configuration.clientAuthorityPath = try files.write("clients.pem", authority.pem)
        configuration.clientCertificates = .required
    }

    @Test("a good certificate lets its client call, and its names reach the server in its order")
    func good() async throws {
        let names: [GeneralName] = [
            .uniformResourceIdentifier("spiffe://example.org/pbx"), .dnsName("PBX.example.org"),
            .rfc822Name("pbx@example.org"),
        ]
        let client = try files.client(trusting: authority, authority.issue(names))
        try await Bench.run(configuration) { bench in
            #expect(await bench.call(client) == nil)
            #expect(bench.peerNames == [["URI:spiffe://example.org/pbx", "DNS:pbx.example.org"]])
            #expect(bench.log.refusals.isEmpty)
        }
    }

    @Test("a call without a token is its certificate's; a token counts before it, and a bad one does not fall back")
    func identity() async throws {
        let names: [GeneralName] = [.uniformResourceIdentifier("spiffe://example.org/pbx"), .dnsName("pbx")]
        let client = try files.client(trusting: authority, authority.issue(names))
        try await Bench.run(configuration) { bench in
            for (token, expected) in [(nil, "URI:spiffe://example.org/pbx DNS:pbx"), ("good", "good"), ("bad", nil)] {
                let settings = ClientConfiguration(token: token.map { Array($0.utf8) })
                let name = await withTrunkClient(bench.endpoint, tls: client, configuration: settings) { client in
                    try? await client.unary(Echo.identify, Text(), options: .defaults).value
                }
                #expect(name == expected)
            }
        }
    }

    @Test("a certificate that is no good is refused", arguments: Case.allCases)
    func bad(_ bad: Case) async throws {
        let certificate = try bad.certificate(authority)
        var configuration = configuration
        configuration.revocationPath = try files.write("revoked", try bad.revocation(certificate))
        try await refuses(certificate, configuration, with: bad.reason)
    }

    @Test("where certificates are optional, none is none, and one that is no good is refused all the same")
    func optional() async throws {
        var configuration = configuration
        configuration.clientCertificates = .optional
        let anonymous = try files.client(trusting: authority)
        try await Bench.run(configuration) { bench in
            #expect(await bench.call(anonymous) == nil)
            #expect(bench.peerNames.isEmpty)
        }
        let expired = try Case.expired.certificate(authority)
        try await refuses(expired, configuration, with: "the peer's certificate has expired")
    }

    @Test("where none is asked for, the names of one that a client has are not believed")
    func none() async throws {
        var configuration = configuration
        configuration.clientCertificates = .none
        let client = try files.client(trusting: authority, TestAuthority("Other").issue([.dnsName("admin")]))
        try await Bench.run(configuration) { bench in
            #expect(await bench.call(client) == nil)
            #expect(bench.peerNames.isEmpty)
        }
    }

    private func refuses(
        _ certificate: TestCertificate?, _ configuration: ServerTLSConfiguration, with reason: String
    ) async throws {
        let client = try files.client(trusting: authority, certificate)
        try await Bench.run(configuration) { bench in
            let error = try #require(await bench.call(client))
            #expect(error.code == .unavailable && error.isLocal)
            #expect(bench.log.refusals == [reason])
            #expect(bench.echo.servedCount == 0)
            #expect(bench.peerNames.isEmpty)
        }
    }

    enum Case: String, CaseIterable, CustomTestStringConvertible {
        case none, expired, notYetValid, otherAuthority, selfSigned, forServers, revokedSerial, revokedPrint, manyNames

        var testDescription: String { rawValue }

        var reason: String {
            switch self {
            case .none: "the peer shows no certificate"
            case .expired: "the peer's certificate has expired"
            case .notYetValid: "the peer's certificate is not valid yet"
            case .otherAuthority: "the peer's certificate is not signed by a known authority"
            case .selfSigned: "the peer's certificate is signed by itself"
            case .forServers: "the peer's certificate is for other uses"
            case .revokedSerial, .revokedPrint: "the peer's certificate is revoked"
            case .manyNames: "the peer's certificate has too many names"
            }
        }

        func certificate(_ authority: TestAuthority) throws -> TestCertificate? {
            let names: [GeneralName] = [.uniformResourceIdentifier("spiffe://example.org/pbx")]
            return switch self {
            case .none: nil
            case .expired: try authority.issue(names, from: .now - 7200, to: .now - 60)
            case .notYetValid: try authority.issue(names, from: .now + 60, to: .now + 7200)
            case .otherAuthority: try TestAuthority("Other").issue(names)
            case .selfSigned: try authority.issue(names, isSelfSigned: true)
            case .forServers: try authority.issue(names, for: [.serverAuth])
            case .revokedSerial, .revokedPrint: try authority.issue(names)
            case .manyNames: try authority.issue((0...64).map { .dnsName("host-\($0)") })
            }
        }

        func revocation(_ certificate: TestCertificate?) throws -> String {
            switch (self, certificate) {
            case (.revokedSerial, let certificate?): "# stolen\n\nserial \(certificate.serialHex.uppercased())\n"
            case (.revokedPrint, let certificate?): "sha256 \(try certificate.fingerprintHex) the laptop\n"
            default: "serial 01\n"
            }
        }
    }
}
