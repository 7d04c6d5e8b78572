/// How wide each column of a table is. Made from the rows of the first page; later pages use it too, so that a long
/// list reads as one table.
package struct TableLayout: Sendable {
    /// Columns between two columns.
    private static let gap = 2
    /// No column gets narrower than this.
    private static let narrowest = 6

    private let columns: [TableColumn]
    private let widths: [Int]
    private let isBounded: Bool

    /// A layout for `rows`; with a `terminalWidth`, shrinkable columns give way until the table fits, the widest first.
    package init(_ columns: [TableColumn], rows: [[String]], terminalWidth: Int?) {
        var widths = columns.map { TerminalText.width($0.name) }
        for row in rows {
            for (index, cell) in row.enumerated() where index < widths.count {
                widths[index] = max(widths[index], TerminalText.width(Self.shown(cell)))
            }
        }
        if let terminalWidth { Self.shrink(&widths, columns, to: terminalWidth) }
        self.columns = columns
        self.widths = widths
        isBounded = terminalWidth != nil
    }

    /// The line with the headers.
    package var header: String { join(columns.map(\.name)) }

    /// One row.
    package func line(_ cells: [String]) -> String { join(cells.map(Self.shown)) }

    private func join(_ cells: [String]) -> String {
        var line = ""
        for (index, cell) in cells.enumerated() where index < columns.count {
            if index > 0 { line += String(repeating: " ", count: Self.gap) }
            let cut = isBounded && columns[index].isShrinkable ? TerminalText.fit(cell, to: widths[index]) : cell
            let padding = String(repeating: " ", count: max(0, widths[index] - TerminalText.width(cut)))
            line += columns[index].alignment == .left ? cut + padding : padding + cut
        }
        while line.last == " " { line.removeLast() }
        return line
    }

    private static func shown(_ cell: String) -> String { cell.isEmpty ? "-" : TerminalText.printable(cell) }

    private static func shrink(_ widths: inout [Int], _ columns: [TableColumn], to width: Int) {
        let gaps = max(0, columns.count - 1) * gap
        while widths.reduce(gaps, +) > width {
            let candidates = columns.indices.filter { index in
                columns[index].isShrinkable && widths[index] > max(narrowest, TerminalText.width(columns[index].name))
            }
            guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { return }
            widths[widest] -= 1
        }
    }
}
