import Testing
import TrunkClient

@testable import TelephonyCommandLine

@Suite("Options of TLS")
struct ClientTLSOptionsTests {
    private static let server = Endpoint.tcp(host: "pins.internal", port: 7447)

    @Test("without an option of TLS there is none; any one of them asks for it")
    func asked() throws {
        #expect(try ConnectionOptions.parse([]).tls.configuration(for: Self.server) == nil)
        #expect(try ConnectionOptions.parse(["--tls"]).tls.configuration(for: Self.server) != nil)
        let named = try ConnectionOptions.parse(["--tls-server-name", "pins.example.org"])
        #expect(try named.tls.configuration(for: Self.server)?.serverName == "pins.example.org")
    }

    @Test("a certificate without its key, or a key without its certificate, is a wrong command line")
    func halves() {
        for half in [["--tls-certificate", "a.pem"], ["--tls-key", "a.key"]] {
            #expect(throws: (any Error).self) { try ConnectionOptions.parse(half) }
        }
    }

    @Test("a file that is no good is a wrong configuration, and a socket takes no TLS")
    func problems() throws {
        let options = try ConnectionOptions.parse(["--tls-ca", "/nowhere/ca.pem"])
        let missing = #expect(throws: Problem.self) { try options.tls.configuration(for: Self.server) }
        #expect(missing?.status == .badConfiguration && missing?.text.contains("/nowhere/ca.pem") == true)
        let socket = #expect(throws: Problem.self) { try options.tls.configuration(for: .unix(path: "/run/s")) }
        #expect(socket?.status == .usage)
    }
}
