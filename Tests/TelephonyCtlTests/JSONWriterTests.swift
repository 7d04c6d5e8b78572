import TelephonyMessages
import Testing

@testable import TelephonyCommandLine

@Suite("JSON")
struct JSONWriterTests {
    private func text(_ value: JSONValue, isPretty: Bool = false) -> String {
        JSONWriter.pieces(value, isPretty: isPretty).map { piece in
            if case .text(let text) = piece { return text }
            return "«secret»"
        }.joined()
    }

    @Test("members keep their order, 64-bit numbers are strings, decimals are rounded")
    func values() {
        let value = JSONValue.object([
            ("b", .uint64(.max)), ("a", .number(-1)), ("n", .null), ("t", .bool(true)),
            ("d", .decimal(1.26, decimals: 1)), ("x", .decimal(.nan, decimals: 1)), ("e", .array([])),
            ("o", .object([])),
        ])
        #expect(
            text(value) == #"{"b":"18446744073709551615","a":-1,"n":null,"t":true,"d":1.3,"x":null,"e":[],"o":{}}"#)
    }

    @Test("for people it is indented by two")
    func pretty() {
        #expect(
            text(.object([("a", .array([.number(1), .number(2)])), ("b", .object([]))]), isPretty: true) == """
                {
                  "a": [
                    1,
                    2
                  ],
                  "b": {}
                }
                """)
    }

    @Test("strings are escaped, other languages are not")
    func escapes() {
        #expect(text(.text("a\"b\\c\n\t\r\u{0}\u{1B}\u{7F}é日")) == #""a\"b\\c\n\t\r\u0000\u001b\u007fé日""#)
        #expect(text(.text("\r\n")) == #""\r\n""#)
    }

    @Test("a secret that is shown never becomes a string on its way")
    func secrets() throws {
        let pin = try #require(Secret(Array("4821".utf8)))
        #expect(text(.object([("defaultPin", .secret(pin))])) == #"{"defaultPin":"«secret»"}"#)
        #expect(text(.redacted) == #""***""#)
    }

    @Test("a secret of other bytes than letters and digits is hidden")
    func oddSecrets() throws {
        let odd = try #require(Secret([0x22, 0x0A]))
        #expect(text(.secret(odd)) == #""***""#)
    }
}
