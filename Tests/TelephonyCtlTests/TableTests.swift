import Testing

@testable import TelephonyCommandLine

@Suite("Tables for people")
struct TableTests {
    private let columns = [
        TableColumn("NUMBER"), TableColumn("LABEL", isShrinkable: true), TableColumn("TRIES", .right),
    ]

    private func table(_ rows: [[String]], width: Int? = nil) -> [String] {
        let layout = TableLayout(columns, rows: rows, terminalWidth: width)
        return [layout.header] + rows.map(layout.line)
    }

    @Test("columns are as wide as their widest cell, figures stand at the right, empty cells are a hyphen")
    func aligned() {
        #expect(
            table([["+442079460123", "Ann", "5"], ["+4420", "", "12"]]) == [
                "NUMBER         LABEL  TRIES",
                "+442079460123  Ann        5",
                "+4420          -         12",
            ])
    }

    @Test("no line ends with spaces")
    func trimmed() {
        let layout = TableLayout([TableColumn("A"), TableColumn("LONGER")], rows: [["1", "x"]], terminalWidth: nil)
        #expect(layout.line(["1", "x"]) == "1  x")
    }

    @Test("at a terminal only shrinkable columns give way, and what is cut ends with an ellipsis")
    func shrinks() {
        let rows = [["+442079460123", "a very long label indeed", "5"]]
        let lines = table(rows, width: 32)
        #expect(lines[1] == "+442079460123  a very lo…      5")
        #expect(lines.allSatisfy { TerminalText.width($0) <= 32 })
        #expect(table(rows)[1].contains("a very long label indeed"))
    }

    @Test("a terminal too narrow for the numbers still shows them whole")
    func neverCutsNumbers() {
        #expect(table([["+442079460123", "Ann", "5"]], width: 10)[1].hasPrefix("+442079460123"))
    }

    @Test("wide and combining characters are measured as terminals show them")
    func widths() {
        #expect(TerminalText.width("日本") == 4)
        #expect(TerminalText.width("e\u{301}") == 1)
        #expect(TerminalText.width("Zoë") == 3)
        #expect(TerminalText.fit("日本語", to: 4) == "日…")
        #expect(TerminalText.fit("abc", to: 3) == "abc")
        #expect(TerminalText.fit("abc", to: 0) == "")
    }

    @Test("a label cannot write escape sequences into the table")
    func escapes() {
        #expect(table([["1", "\u{1B}[31mred\u{9B}2J", "0"]])[1] == "1       \u{FFFD}[31mred\u{FFFD}2J      0")
    }
}
