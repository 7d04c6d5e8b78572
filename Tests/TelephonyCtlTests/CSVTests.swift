import Testing

@testable import TelephonyCommandLine

@Suite("CSV (RFC 4180)")
struct CSVTests {
    private func read(_ bytes: [UInt8], splitAt cut: Int? = nil, separator: UInt8 = UInt8(ascii: ",")) throws(CSVError)
        -> [CSVRecord]
    {
        var reader = CSVReader(separator: separator)
        var records: [CSVRecord] = []
        for part in cut.map({ [bytes[..<$0], bytes[$0...]] }) ?? [bytes[...]] {
            try reader.read(part) { records.append($0) }
        }
        if let last = try reader.finish() { records.append(last) }
        return records
    }

    private func texts(_ text: String) throws -> [[String]] {
        try read(Array(text.utf8)).map { $0.cells.map(\.text) }
    }

    @Test("a mark, CRLF, quotes, line breaks in cells, empty cells, leading zeros and a missing last line end")
    func everything() throws {
        let text = "\u{FEFF}number,label\r\n0042,\"a \"\"b\"\", c\r\nd\"\r\n,\r\n\r\n\"\",x"
        #expect(
            try texts(text) == [["number", "label"], ["0042", "a \"b\", c\r\nd"], ["", ""], ["", "x"]])
    }

    @Test("cells know their line and column")
    func places() throws {
        let records = try read(Array("a,bb,c\n\"x\ny\",z\nlast,\n".utf8))
        #expect(records[0].cells.map { [$0.line, $0.column] } == [[1, 1], [1, 3], [1, 6]])
        #expect(records[1].cells.map { [$0.line, $0.column] } == [[2, 1], [3, 4]])
        #expect(records[2].line == 4)
    }

    @Test("the same records come out wherever the bytes are split, and byte by byte")
    func splits() throws {
        let bytes = Array("\u{FEFF}a,\"b\"\"\r\n\",é\r\n\r\n1,2,3\n".utf8)
        let whole = try read(bytes)
        #expect(whole.map { $0.cells.map(\.text) } == [["a", "b\"\r\n", "é"], ["1", "2", "3"]])
        for cut in 0...bytes.count { #expect(try read(bytes, splitAt: cut) == whole) }
        var reader = CSVReader()
        var dripped: [CSVRecord] = []
        for byte in bytes { try reader.read([byte]) { dripped.append($0) } }
        #expect(try reader.finish() == nil)
        #expect(dripped == whole)
    }

    @Test(
        "what breaks a rule is named with its place",
        arguments: [
            ("a,b\nc,\"d", CSVError(rule: .unclosedQuote, line: 2, column: 3)),
            ("a,b\nc\"d,e", CSVError(rule: .strayQuote, line: 2, column: 2)),
            ("\"a\"b", CSVError(rule: .textAfterQuote, line: 1, column: 4)),
            ("a\rb", CSVError(rule: .bareCarriageReturn, line: 1, column: 3)),
            ("a\r", CSVError(rule: .bareCarriageReturn, line: 1, column: 2)),
            ("a\n\u{0}", CSVError(rule: .nul, line: 2, column: 1)),
        ])
    func broken(_ text: String, _ error: CSVError) {
        #expect(throws: error) { try texts(text) }
    }

    @Test("bytes that are no UTF-8 are refused, not repaired")
    func notUTF8() {
        #expect(throws: CSVError(rule: .notUTF8, line: 2, column: 3)) {
            try read([0x61, 0x0A, 0x62, 0x2C, 0xC3, 0x28])
        }
    }

    @Test("a cell of 4,096 bytes is the longest, 64 cells are the most")
    func limits() throws {
        let longest = String(repeating: "x", count: CSVReader.cellBytesMax)
        #expect(try texts(longest) == [[longest]])
        #expect(throws: CSVError(rule: .cellTooLong, line: 1, column: CSVReader.cellBytesMax + 1)) {
            try texts(longest + "x")
        }
        let most = Array(repeating: "1", count: CSVReader.cellsMax)
        #expect(try texts(most.joined(separator: ",")) == [most])
        #expect(throws: CSVError.self) { try texts((most + ["1"]).joined(separator: ",")) }
    }

    @Test("a file may separate with semicolons")
    func semicolons() throws {
        let records = try read(Array("a;b,c".utf8), separator: UInt8(ascii: ";"))
        #expect(records.map { $0.cells.map(\.text) } == [["a", "b,c"]])
    }

    @Test("what is written reads back", arguments: [UInt64(1), 2, 3, 4])
    func roundTrip(_ seed: UInt64) throws {
        var random = Seeded(seed)
        let letters: [Character] = ["a", "0", ",", "\"", "\n", "\r\n", " ", "é", "日", ";"]
        for _ in 0..<300 {
            let cells = (0..<Int.random(in: 1...5, using: &random)).map { _ in
                "x"
                    + String(
                        (0..<Int.random(in: 0...6, using: &random)).compactMap { _ in
                            letters.randomElement(using: &random)
                        })
            }
            #expect(try texts(CSVLine.text(cells) + "\n") == [cells], "seed \(seed)")
        }
    }

    @Test("a cell that a spreadsheet would calculate is defused; a number in E.164 is none")
    func formulas() {
        #expect(
            CSVLine.text(["=1+1", "+1-2", "-x", "@a", "+442079460123", "+"]) == "'=1+1,'+1-2,'-x,'@a,+442079460123,'+")
    }
}
