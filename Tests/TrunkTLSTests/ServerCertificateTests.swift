import Foundation
import Testing
import Trunk
import TrunkClient
import TrunkTLS
import X509

/// RT-G12, the client's side: a server that is not the one that was called gets no token and no call.
@Suite("Certificates of servers")
struct ServerCertificateTests {
    private let files: TestFiles
    private let authority: TestAuthority

    init() throws {
        files = try TestFiles()
        authority = try TestAuthority()
    }

    @Test("a server is known by its name, or by its address")
    func good() async throws {
        let client = try files.client(trusting: authority)
        try await Bench.run(try files.server(try authority.issue(.localhost))) { bench in
            #expect(await bench.call(client) == nil)
            #expect(await bench.call(client, at: .tcp(host: "127.0.0.1", port: bench.port)) == nil)
        }
    }

    @Test("where the endpoint's host is not the certificate's name, the name can be said")
    func named() async throws {
        let client = try files.client(trusting: authority, serverName: "pins.example.org")
        try await Bench.run(try files.server(try authority.issue([.dnsName("pins.example.org")]))) { bench in
            #expect(await bench.call(client) == nil)
        }
    }

    @Test("a server whose certificate is no good is not called, and the caller is told why", arguments: Case.allCases)
    func bad(_ bad: Case) async throws {
        let client = try files.client(trusting: authority)
        try await Bench.run(try files.server(try bad.certificate(authority))) { bench in
            let error = try #require(await bench.call(client))
            #expect(error.code == .unavailable && error.isLocal && error.notExecuted)
            #expect(error.text.contains(bad.reason), "\(error.text)")
            #expect(bench.echo.servedCount == 0)
        }
    }

    @Test("of several endpoints each shows a certificate for its own host, and one that does not is passed over")
    func several() async throws {
        let client = try files.client(trusting: authority)
        let other = try TestFiles()
        try await Bench.run(try files.server(try authority.issue(.localhost))) { good in
            try await Bench.run(try other.server(try authority.issue([.dnsName("other")]))) { bad in
                await withTrunkClient([bad.endpoint, good.endpoint], tls: client) { client in
                    for _ in 0..<4 { _ = try? await client.unary(Echo.call, Text("hello"), options: .defaults) }
                }
                #expect(good.echo.servedCount > 0)
                #expect(bad.echo.servedCount == 0)
            }
        }
    }

    enum Case: String, CaseIterable, CustomTestStringConvertible {
        case expired, notYetValid, otherAuthority, selfSigned, otherName, otherAddress, forClients

        var testDescription: String { rawValue }

        var reason: String {
            switch self {
            case .expired: "has expired"
            case .notYetValid: "is not valid yet"
            case .otherAuthority: "is not signed by a known authority"
            case .selfSigned: "is signed by itself"
            case .otherName, .otherAddress: "is for another name"
            case .forClients: "is for other uses"
            }
        }

        func certificate(_ authority: TestAuthority) throws -> TestCertificate {
            switch self {
            case .expired: try authority.issue(.localhost, from: .now - 7200, to: .now - 60)
            case .notYetValid: try authority.issue(.localhost, from: .now + 60, to: .now + 7200)
            case .otherAuthority: try TestAuthority("Other").issue(.localhost)
            case .selfSigned: try authority.issue(.localhost, isSelfSigned: true)
            case .otherName: try authority.issue([.dnsName("localhost.example.org")])
            case .otherAddress: try authority.issue([.ipAddress(.init(contentBytes: [10, 0, 0, 1]))])
            case .forClients: try authority.issue(.localhost, for: [.clientAuth])
            }
        }
    }
}
