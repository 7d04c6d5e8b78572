import Testing
import TrunkClient

@testable import TelephonyCommandLine

@Suite("Where the server is and who calls")
struct ConnectionOptionsTests {
    @Test(
        "addresses as people type them",
        arguments: [
            ("pins.internal", Endpoint.tcp(host: "pins.internal", port: 7447)),
            ("pins.internal:1", .tcp(host: "pins.internal", port: 1)), ("[::1]:7448", .tcp(host: "::1", port: 7448)),
            ("[2001:db8::1]", .tcp(host: "2001:db8::1", port: 7447)),
            ("/run/telephony.sock", .unix(path: "/run/telephony.sock")),
            ("./s", .unix(path: "./s")), ("unix:s", .unix(path: "s")),
        ])
    func typed(_ text: String, _ endpoint: Endpoint) {
        #expect(Endpoint(typed: text) == endpoint)
    }

    @Test(
        "anything else is no address",
        arguments: [
            "", ":1", "host:", "host:0", "host:65536", "host:+1", "host:1:2", "::1", "[::1", "[]:1", "[::1]x",
            "http://h:1",
            "unix:", "a b:1", "/" + String(repeating: "x", count: 107),
        ])
    func untyped(_ text: String) {
        #expect(Endpoint(typed: text) == nil)
    }

    @Test("the option wins over the environment, which wins over the default")
    func order() throws {
        var options = try ConnectionOptions.parse([])
        let console = RecordingConsole(variables: ["TELEPHONY_ADDRESS": "env:1"])
        #expect(try options.endpoint(RecordingConsole()) == .tcp(host: "127.0.0.1", port: 7447))
        #expect(try options.endpoint(console) == .tcp(host: "env", port: 1))
        options = try ConnectionOptions.parse(["--address", "arg:2"])
        #expect(try options.endpoint(console) == .tcp(host: "arg", port: 2))
    }

    @Test("a wrong option is a wrong command line, a wrong variable a wrong configuration")
    func blame() throws {
        let wrong = try ConnectionOptions.parse(["--address", "a:b:c", "--timeout", "0s"])
        #expect(#expect(throws: Problem.self) { try wrong.endpoint(RecordingConsole()) }?.status == .usage)
        #expect(#expect(throws: Problem.self) { try wrong.callOptions() }?.status == .usage)
        let console = RecordingConsole(variables: ["TELEPHONY_ADDRESS": "a:b:c"])
        let problem = #expect(throws: Problem.self) { try ConnectionOptions.parse([]).endpoint(console) }
        #expect(problem?.status == .badConfiguration)
    }

    @Test("the token comes from a file, without the white space around it")
    func token() throws {
        let file = try TemporaryFile("\n tok.en \r\n")
        defer { file.remove() }
        #expect(try TokenFile.token(file.path, RecordingConsole()) == Array("tok.en".utf8))
        let console = RecordingConsole(variables: ["TELEPHONY_TOKEN_FILE": file.path])
        #expect(try TokenFile.token(nil, console) == Array("tok.en".utf8))
        #expect(console.notes.isEmpty)
    }

    @Test("a token that others can read is used with a warning")
    func readableToken() throws {
        let file = try TemporaryFile("secret-token", mode: 0o644)
        defer { file.remove() }
        let console = RecordingConsole()
        #expect(try TokenFile.token(file.path, console) != nil)
        #expect(console.notes.count == 1)
        #expect(console.notes.allSatisfy { $0.contains("chmod 600") && !$0.contains("secret-token") })
    }

    @Test("a missing default file is anonymous; a file that was asked for must be there and hold a token")
    func missingToken() throws {
        let nowhere = RecordingConsole(variables: ["XDG_CONFIG_HOME": "/nonexistent"])
        #expect(try TokenFile.token(nil, nowhere) == nil)
        #expect(TokenFile.defaultPath(nowhere) == "/nonexistent/telephony/token")
        #expect(
            #expect(throws: Problem.self) { try TokenFile.token("/nonexistent", nowhere) }?.status == .badConfiguration)
        for text in ["", " \n", "two words", String(repeating: "x", count: 2049)] {
            let file = try TemporaryFile(text)
            defer { file.remove() }
            #expect(
                #expect(throws: Problem.self) { try TokenFile.token(file.path, nowhere) }?.status == .badConfiguration)
        }
    }
}
