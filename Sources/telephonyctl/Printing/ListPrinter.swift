internal import TelephonyCommandLine

/// Prints a list page by page; nothing is kept but the layout of the table.
struct ListPrinter<Item: Record> {
    private let printer: Printer
    private let key: String
    private let leadingKey: String
    private var layout: TableLayout?
    private var isBegun = false
    private var isFirstItem = true

    /// A printer of a list whose entries stand below `key` in JSON, and the entry shown apart below `leadingKey`.
    init(_ printer: Printer, key: String, leadingKey: String = "") {
        self.printer = printer
        self.key = key
        self.leadingKey = leadingKey
    }

    /// Prints a page.
    mutating func append(_ items: [Item], leading: Item?, total: UInt32?) {
        if !isBegun { begin(items, leading, total) }
        for item in items { append(item) }
    }

    /// Ends the list.
    mutating func finish(nextToken: [UInt8]) {
        guard printer.format == .json else { return }
        let closing = isFirstItem ? "],\n" : "\n  ],\n"
        printer.console.write([
            .text("\(closing)  \"nextPageToken\": \(JSONWriter.quoted(Base64.encode(nextToken)))\n}\n")
        ])
    }

    private mutating func begin(_ items: [Item], _ leading: Item?, _ total: UInt32?) {
        isBegun = true
        switch printer.format {
        case .table: beginTable(items, leading)
        case .csv:
            printer.console.print(CSVLine.text(Item.csvColumns))
            if let leading { append(leading) }
        case .ndjson:
            if let leading { append(leading) }
        case .json:
            var pieces: [OutputPiece] = [.text("{\n")]
            if !leadingKey.isEmpty {
                pieces.append(.text("  \(JSONWriter.quoted(leadingKey)): "))
                pieces += JSONWriter.pieces(leading?.json ?? .null, isPretty: true, level: 1)
                pieces.append(.text(",\n"))
            }
            if let total { pieces.append(.text("  \"totalSize\": \(total),\n")) }
            printer.console.write(pieces + [.text("  \(JSONWriter.quoted(key)): [")])
        }
    }

    private mutating func beginTable(_ items: [Item], _ leading: Item?) {
        let width = printer.console.outputWidth
        if let leading {
            var columns = Item.columns
            columns[0].name = "MAIN_\(columns[0].name)"
            let apart = TableLayout(columns, rows: [leading.cells], terminalWidth: width)
            printer.console.print(printer.emphasised(apart.header))
            printer.console.print(apart.line(leading.cells) + (items.isEmpty ? "" : "\n"))
            if items.isEmpty { return }
        }
        let layout = TableLayout(Item.columns, rows: items.map(\.cells), terminalWidth: width)
        printer.console.print(printer.emphasised(layout.header))
        self.layout = layout
    }

    private mutating func append(_ item: Item) {
        switch printer.format {
        case .table:
            if let layout { printer.console.print(layout.line(item.cells)) }
        case .csv: printer.console.print(CSVLine.text(item.csvCells))
        case .ndjson: printer.show(item.json)
        case .json:
            let opening = isFirstItem ? "\n    " : ",\n    "
            printer.console.write([.text(opening)] + JSONWriter.pieces(item.json, isPretty: true, level: 2))
        }
        isFirstItem = false
    }
}
