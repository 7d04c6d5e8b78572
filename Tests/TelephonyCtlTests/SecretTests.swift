import Glibc
import TelephonyMessages
import Testing

@testable import TelephonyCommandLine

extension Secret {
    /// What it holds, for comparisons in tests.
    var digits: String { withUnsafeBytes { String(decoding: $0, as: UTF8.self) } }
}

@Suite("Secrets are read and nothing else (Q: PINs never in argv or environment)")
struct SecretTests {
    private func type(_ text: String, isTerminal: Bool) -> (steps: [SecretLine.Step], secret: String?) {
        var line = SecretLine(isTerminal: isTerminal)
        var steps: [SecretLine.Step] = []
        for byte in text.utf8 { steps.append(line.take(byte)) }
        return (steps, line.secret()?.digits)
    }

    @Test("at a terminal backspace and Control-U correct, Enter ends")
    func editing() {
        let line = type("99\u{7F}\u{08}12\u{15}48x\u{7F}21\r", isTerminal: true)
        #expect(line.steps.last == .done)
        #expect(line.secret == "4821")
    }

    @Test("Control-C interrupts, Control-D closes an empty line and ends another")
    func control() {
        #expect(type("48\u{3}", isTerminal: true).steps.last == .interrupted)
        #expect(type("\u{4}", isTerminal: true).steps.last == .closed)
        #expect(type("4\u{4}", isTerminal: true).steps.last == .done)
        #expect(type("\u{1B}[A4\n", isTerminal: true).secret == "[A4")
    }

    @Test("from a pipe every byte counts but the line end")
    func piped() {
        #expect(type("4821\r\n", isTerminal: false).secret == "4821")
        #expect(type(" 4821\n", isTerminal: false).secret == " 4821")
        #expect(type("\n", isTerminal: false).secret == nil)
    }

    @Test("64 bytes are the most")
    func limit() {
        let most = String(repeating: "7", count: 64)
        #expect(type(most + "\n", isTerminal: false).secret == most)
        #expect(type(most + "7", isTerminal: false).steps.last == .tooLong)
    }

    private func withPipe<Result>(_ text: String, _ body: (Int32) throws -> Result) throws -> Result {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { close(ends[0]) }
        var bytes = Array(text.utf8)
        try #require(write(ends[1], &bytes, bytes.count) == bytes.count)
        close(ends[1])
        return try body(ends[0])
    }

    @Test("a reader takes one line and leaves the rest to the next one")
    func linesInOrder() throws {
        try withPipe("1111\n2222\n3333") { descriptor throws in
            let reader = SecretReader(descriptor: descriptor, isTerminal: false, name: "pipe")
            #expect(try reader.next("Current PIN").digits == "1111")
            let other = SecretReader(descriptor: descriptor, isTerminal: false, name: "pipe")
            #expect(try other.next("New PIN").digits == "2222")
            #expect(try other.next("Third").digits == "3333")
            let problem = #expect(throws: Problem.self) { try other.next("Fourth") }
            #expect(problem?.reason == "SECRET_MISSING")
            #expect(problem?.status == .badData)
        }
    }

    @Test("an empty line is refused, and so is one that is too long; neither is repeated in the error")
    func refused() throws {
        try withPipe("\n" + String(repeating: "8", count: 65) + "\n") { descriptor throws in
            let reader = SecretReader(descriptor: descriptor, isTerminal: false, name: "pipe")
            #expect(#expect(throws: Problem.self) { try reader.next("PIN") }?.reason == "SECRET_EMPTY")
            let problem = #expect(throws: Problem.self) { try reader.next("PIN") }
            #expect(problem?.reason == "SECRET_TOO_LONG")
            #expect(problem?.text.contains("8888") == false)
        }
    }

    @Test("secrets compare by their bytes")
    func equality() throws {
        let one = try #require(Secret(Array("4821".utf8)))
        for (text, isEqual) in [("4821", true), ("4822", false), ("482", false), ("48210", false)] {
            #expect(SecretBytes.areEqual(one, try #require(Secret(Array(text.utf8)))) == isEqual)
        }
    }

    @Test("a change token is written for its owner only, and read back whole")
    func tokenFile() throws {
        let file = try TemporaryFile("old", mode: 0o644)
        defer { file.remove() }
        let token = try #require(Secret([0x00, 0x0A, 0xFF, 0x0D]))
        try OutputFile.write(token, to: file.path)
        var status = stat()
        try #require(stat(file.path, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
        #expect(SecretBytes.areEqual(try ChangeTokenFile.read(file.path), token))
    }

    @Test("a file that is no change token is refused")
    func noToken() throws {
        let empty = try TemporaryFile("")
        defer { empty.remove() }
        #expect(throws: Problem.self) { try ChangeTokenFile.read(empty.path) }
        let long = try TemporaryFile(String(repeating: "x", count: 65))
        defer { long.remove() }
        #expect(throws: Problem.self) { try ChangeTokenFile.read(long.path) }
    }
}
