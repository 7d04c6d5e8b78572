internal import CGuardFixtures
internal import CProtobufGuard
internal import Testing

/// Strings: well-formed UTF-8 without U+0000, whatever stands before the fault.
@Suite("PC-1, PC-5: a string is well-formed UTF-8 without NUL")
struct TextRuleTests {
    static let malformed: [(bytes: [UInt8], what: String)] = [
        ([0x80], "a stray continuation byte"),
        ([0xBF], "another"),
        ([0xC0, 0x80], "an overlong NUL"),
        ([0xC1, 0xBF], "an overlong U+007F"),
        ([0xE0, 0x80, 0x80], "three bytes for U+0000"),
        ([0xE0, 0x9F, 0xBF], "three bytes for U+07FF"),
        ([0xF0, 0x80, 0x80, 0x80], "four bytes for U+0000"),
        ([0xF0, 0x8F, 0xBF, 0xBF], "four bytes for U+FFFF"),
        ([0xED, 0xA0, 0x80], "surrogate U+D800"),
        ([0xED, 0xBF, 0xBF], "surrogate U+DFFF"),
        ([0xF4, 0x90, 0x80, 0x80], "U+110000"),
        ([0xF5, 0x80, 0x80, 0x80], "a lead byte above U+10FFFF"),
        ([0xFE], "a byte that UTF-8 never uses"),
        ([0xFF], "another"),
        ([0xC2], "a two-byte character cut short"),
        ([0xE2, 0x82], "a three-byte character cut short"),
        ([0xF0, 0x9F, 0x98], "a four-byte character cut short"),
        ([0xC2, 0x41], "a letter where a continuation byte belongs"),
        ([0xE2, 0x82, 0x41], "a letter as third byte"),
        ([0xF0, 0x9F, 0x98, 0xC0], "a lead byte as fourth byte"),
    ]

    /// Prefixes of every length up to two machine words, so that each way through the fast path meets the fault.
    static let prefixes = (0...17).map { String(repeating: "a", count: $0) } + ["ä", "ßß", "ж€😀", "1234567é"]

    @Test("malformed UTF-8 is refused at its character", arguments: malformed.indices)
    func malformedText(index: Int) throws {
        let (fault, what) = Self.malformed[index]
        for prefix in Self.prefixes {
            for suffix in ["", "b", "12345678"] {
                let text = Array(prefix.utf8) + fault + Array(suffix.utf8)
                let verdict = try Guard.scan(Wire.field(1, text), as: "Leaf")
                #expect(verdict.rule == GUARD_RULE_UTF8, "\(what)")
                #expect(verdict.offset == 2 + prefix.utf8.count, "\(what)")
                #expect(verdict.path == "name")
                #expect(!guard_text_is_valid(text, text.count))
            }
        }
    }

    @Test("a NUL is refused at its place")
    func nul() throws {
        for prefix in Self.prefixes {
            for suffix in ["", "b", "12345678", "é"] {
                let text = Array(prefix.utf8) + [0] + Array(suffix.utf8)
                let verdict = try Guard.scan(Wire.field(1, text), as: "Leaf")
                #expect(verdict.rule == GUARD_RULE_NUL)
                #expect(verdict.offset == 2 + prefix.utf8.count)
                #expect(!guard_text_is_valid(text, text.count))
            }
        }
    }

    @Test("the first and last character of every length are accepted, at every place")
    func wellFormed() throws {
        let edges = [
            "\u{1}", "\u{7F}", "\u{80}", "\u{7FF}", "\u{800}", "\u{D7FF}", "\u{E000}", "\u{FFFF}", "\u{10000}",
            "\u{10FFFF}",
        ]
        for edge in edges {
            for prefix in Self.prefixes {
                #expect(try Guard.scan(Wire.text(1, prefix + edge + prefix), as: "Leaf").rule == GUARD_RULE_NONE)
            }
        }
        #expect(guard_text_is_valid(nil, 0))
    }

    /// A second, slower opinion: Swift's own decoder on every two-byte and a sample of longer sequences.
    @Test("the verdict agrees with Swift's on 200,000 random byte sequences")
    func agreesWithSwift() throws {
        var seed: UInt64 = 0x3333_0001
        for _ in 0..<200_000 {
            let random = guard_fixture_random(&seed)
            let length = Int(random % 7)
            let bytes = (0..<length).map { index -> UInt8 in
                let byte = UInt8(truncatingIfNeeded: random >> (8 * (index + 1)))
                return index.isMultiple(of: 2) ? byte | 0x80 : byte  // Mostly beyond ASCII.
            }
            let expected = String(validating: bytes, as: UTF8.self) != nil && !bytes.contains(0)
            try #require(guard_text_is_valid(bytes, length) == expected, "\(bytes)")
        }
    }

    @Test("`bytes` may hold anything, unless its field is marked as text")
    func bytesFields() throws {
        let invalid = Wire.field(2, [0x61, 0xFF])
        let nul = Wire.field(2, [0x61, 0x00])
        let text = Wire.text(2, "Grüße")
        let marked = try #require(guard_fixture_text_leaf())
        #expect(try Guard.scan(invalid, as: "Leaf").rule == GUARD_RULE_NONE)
        #expect(try Guard.scan(nul, as: "Leaf").rule == GUARD_RULE_NONE)
        #expect(Guard.scan(invalid, as: marked).rule == GUARD_RULE_UTF8)
        #expect(Guard.scan(nul, as: marked).rule == GUARD_RULE_NUL)
        #expect(Guard.scan(text, as: marked).rule == GUARD_RULE_NONE)
    }

    @Test("strings in a list name the element at fault")
    func stringInList() throws {
        let bytes = Wire.text(15, "fine") + Wire.field(15, [0xFF])
        let verdict = try Guard.scan(bytes, as: "Repeated")
        #expect(verdict.path == "many_string[1]")
    }
}
