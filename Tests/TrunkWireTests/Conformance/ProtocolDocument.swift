import Foundation

/// A table of the protocol document.
struct DocumentTable: Sendable {
    let header: [String]
    let rows: [[String]]

    /// The cells of a column, by the first cell of their row.
    func column(_ name: String) -> [(row: String, cell: String)] {
        guard let index = self.header.firstIndex(of: name) else { return [] }
        return self.rows.compactMap { $0.indices.contains(index) ? ($0[0], $0[index]) : nil }
    }
}

/// The protocol document itself, read from its file: what stands in its tables is what the tests generate from.
struct ProtocolDocument: Sendable {
    static let file: [String] = {
        let path = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        let text = try? String(contentsOfFile: "/\(path)/protos/PROTOCOL.md", encoding: .utf8)
        return text?.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) ?? []
    }()

    static let tables: [DocumentTable] = {
        var tables: [DocumentTable] = []
        var open: [[String]] = []
        for line in Self.file + [""] {
            if line.hasPrefix("|") {
                open.append(Self.cells(line))
            } else if let header = open.first {
                tables.append(DocumentTable(header: header, rows: Array(open.dropFirst(2))))
                open = []
            }
        }
        return tables
    }()

    /// The table whose header begins so.
    static func table(_ header: String...) -> DocumentTable {
        Self.tables.first { $0.header.starts(with: header) } ?? DocumentTable(header: [], rows: [])
    }

    /// Every rule the document defines: its id in bold.
    static let rules: Set<Int> = {
        var found: Set<Int> = []
        for piece in Self.file.joined(separator: "\n").components(separatedBy: "**TRK-").dropFirst() {
            if let number = Int(piece.prefix(3)) { found.insert(number) }
        }
        return found
    }()

    /// Every rule the document speaks of, defined or not.
    static let mentioned = Self.rules(in: Self.file.joined(separator: "\n"))

    /// The rules a text names; "TRK-307 to TRK-310" names four, "TRK-805, then TRK-806, 303" three.
    static func rules(in text: String) -> Set<Int> {
        var found: Set<Int> = []
        var last: Int?
        var isRange = false
        for word in text.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "-" }) {
            if word == "to", last != nil {
                isRange = true
                continue
            }
            let digits = word.hasPrefix("TRK-") ? word.dropFirst(4) : word
            guard digits.count == 3, let number = Int(digits), (101...999).contains(number),
                word.hasPrefix("TRK-") || last != nil
            else {
                if word != "then" { last = nil }
                isRange = false
                continue
            }
            if isRange, let last { found.formUnion(last...number) }
            found.insert(number)
            last = number
            isRange = false
        }
        return found
    }

    private static func cells(_ line: String) -> [String] {
        line.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false).map {
            $0.trimmingCharacters(in: .whitespaces).replacingOccurrences(of: "*", with: "")
        }
    }
}
