/// Reads CSV (RFC 4180) as it comes: bytes in, records out, with nothing kept but the record under way.
///
/// A byte order mark is skipped; lines end with LF or CRLF, the last one with either or with the end of the file; empty
/// lines are skipped. Cells are not trimmed.
package struct CSVReader: Sendable {
    /// Longest cell, in bytes.
    package static let cellBytesMax = 4096
    /// Most cells of a record.
    package static let cellsMax = 64

    private enum State {
        case start
        case plain
        case quoted
        /// Behind a quote inside a quoted cell: it closes, or another one follows.
        case quote
        /// Behind a carriage return.
        case carriageReturn
    }

    private let separator: UInt8
    private var state = State.start
    private var cell: [UInt8] = []
    private var cells: [CSVRecord.Cell] = []
    private var line = 1
    private var column = 0
    private var begin = (line: 1, column: 1)
    private var markBytes = 0
    private var isAtBeginning = true
    private var isQuoted = false

    /// A reader of cells separated by `separator`.
    package init(separator: UInt8 = UInt8(ascii: ",")) {
        self.separator = separator
    }

    /// Reads some bytes and hands each record that ends in them to `body`.
    ///
    /// - Throws: `CSVError` at the first broken rule; the reader is then of no more use.
    package mutating func read(
        _ bytes: some Sequence<UInt8>, _ body: (CSVRecord) throws(CSVError) -> Void
    ) throws(CSVError) {
        for byte in bytes {
            if isAtBeginning, skipsMark(byte) { continue }
            column += 1
            if byte == 0 { throw error(.nul) }
            if let record = try take(byte) { try body(record) }
        }
    }

    /// Says that the file ends here; answers the last record when its line was not ended.
    ///
    /// - Throws: `CSVError` when the file ends inside of a quoted cell.
    package mutating func finish() throws(CSVError) -> CSVRecord? {
        switch state {
        case .quoted: throw CSVError(rule: .unclosedQuote, line: begin.line, column: begin.column)
        case .carriageReturn: throw error(.bareCarriageReturn)
        case .start where cells.isEmpty: return nil
        case .start, .plain, .quote: return try endRecord()
        }
    }

    private mutating func take(_ byte: UInt8) throws(CSVError) -> CSVRecord? {
        switch (state, byte) {
        case (.carriageReturn, UInt8(ascii: "\n")): return try endLine()
        case (.carriageReturn, _): throw error(.bareCarriageReturn)
        case (.quoted, UInt8(ascii: "\"")): state = .quote
        case (.quoted, _): try append(byte)
        case (.quote, UInt8(ascii: "\"")):
            state = .quoted
            try append(byte)
        case (_, separator): try endCell()
        case (_, UInt8(ascii: "\n")): return try endLine()
        case (_, UInt8(ascii: "\r")): state = .carriageReturn
        case (.quote, _): throw error(.textAfterQuote)
        case (.start, UInt8(ascii: "\"")):
            beginCell()
            isQuoted = true
            state = .quoted
        case (.plain, UInt8(ascii: "\"")): throw error(.strayQuote)
        case (.start, _), (.plain, _):
            if case .start = state { beginCell() }
            state = .plain
            try append(byte)
        }
        return nil
    }

    private mutating func append(_ byte: UInt8) throws(CSVError) {
        guard cell.count < Self.cellBytesMax else { throw error(.cellTooLong) }
        cell.append(byte)
        if byte == UInt8(ascii: "\n") {
            line += 1
            column = 0
        }
    }

    private mutating func beginCell() {
        begin = (line, column)
    }

    private mutating func endCell() throws(CSVError) {
        if cell.isEmpty, !isQuoted { beginCell() }
        guard cells.count < Self.cellsMax else { throw error(.tooManyCells) }
        guard let text = String(validating: cell, as: UTF8.self) else {
            throw CSVError(rule: .notUTF8, line: begin.line, column: begin.column)
        }
        cells.append(CSVRecord.Cell(text: text, line: begin.line, column: begin.column))
        cell.removeAll(keepingCapacity: true)
        isQuoted = false
        state = .start
    }

    private mutating func endLine() throws(CSVError) -> CSVRecord? {
        let isEmpty = cells.isEmpty && cell.isEmpty && !isQuoted
        let record = isEmpty ? nil : try endRecord()
        state = .start
        line += 1
        column = 0
        return record
    }

    private mutating func endRecord() throws(CSVError) -> CSVRecord {
        try endCell()
        defer { cells.removeAll(keepingCapacity: true) }
        return CSVRecord(cells: cells)
    }

    /// Whether the byte belongs to a byte order mark at the very beginning.
    private mutating func skipsMark(_ byte: UInt8) -> Bool {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        if byte == mark[markBytes] {
            markBytes += 1
            isAtBeginning = markBytes < mark.count
            return true
        }
        isAtBeginning = false
        return false
    }

    private func error(_ rule: CSVError.Rule) -> CSVError { CSVError(rule: rule, line: line, column: max(1, column)) }
}
