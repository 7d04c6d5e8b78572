import Testing
import TrunkTLS

@Suite("Files of TLS")
struct ConfigurationTests {
    private let files: TestFiles
    private let authority: TestAuthority

    init() throws {
        files = try TestFiles()
        authority = try TestAuthority()
    }

    @Test(
        "a list of revoked certificates with a line that is none is no list, and the error says which",
        arguments: [
            "sha256", "sha256 12:34", "serial", "serial xyz", "serial " + String(repeating: "1", count: 42), "01",
        ])
    func badLine(line: String) throws {
        let error = #expect(throws: TLSConfigurationError.self) {
            try RevocationList("# a comment\n\nserial 01\n\(line)\n", path: "revoked")
        }
        #expect(error?.description == "revoked: line 4 is neither `sha256 HEX` nor `serial HEX`")
    }

    @Test("a list is as long as its limit and no longer")
    func longList() throws {
        let lines = String(repeating: "\n", count: RevocationList.linesMax - 1)
        _ = try RevocationList(lines, path: "revoked")
        #expect(throws: TLSConfigurationError.self) { try RevocationList(lines + "\n", path: "revoked") }
    }

    @Test("a client's certificate and its key come together and belong together")
    func pairs() throws {
        let (one, other) = (try authority.issue(.localhost), try authority.issue(.localhost))
        let certificate = try files.write("one.pem", one.pem)
        let key = try files.write("one.key", one.keyPEM)
        let otherKey = try files.write("other.key", other.keyPEM)
        _ = try ClientTLS(certificate: certificate, key: key)
        #expect(throws: TLSConfigurationError.self) { try ClientTLS(certificate: certificate) }
        #expect(throws: TLSConfigurationError.self) { try ClientTLS(key: key) }
        #expect(throws: TLSConfigurationError.self) { try ClientTLS(certificate: certificate, key: otherKey) }
        #expect(throws: TLSConfigurationError.self) { try ClientTLS(authorities: key) }
    }

    @Test("a server that asks for certificates knows who signs them")
    func authorities() throws {
        var configuration = try files.server(try authority.issue(.localhost))
        configuration.clientCertificates = .optional
        let log = LogRecorder()
        #expect(throws: TLSConfigurationError.self) { try ServerTLS(configuration, logger: log.logger) }
        configuration.clientAuthorityPath = try files.write("clients.pem", authority.pem)
        _ = try ServerTLS(configuration, logger: log.logger)
    }
}
