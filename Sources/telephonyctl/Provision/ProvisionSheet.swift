internal import TelephonyCommandLine

/// The rows of a file for `numbers provision`, with everything that can be checked without a server.
struct ProvisionSheet {
    /// Most rows.
    static let rowsMax = 1_000_000

    /// The good rows.
    private(set) var rows: [ProvisionRow] = []
    /// Everything wrong, in the order of the file.
    private(set) var problems: [RowProblem] = []
    /// Headers that mean nothing here; their cells are ignored.
    private(set) var unknownHeaders: [String] = []

    private let defaultSite: String?
    private var columns: [ProvisionColumn?] = []
    private var isHeaderRead = false
    private var duplicates = RowDuplicates()

    /// An empty sheet; rows without a site belong to `defaultSite`.
    init(defaultSite: String?) {
        self.defaultSite = defaultSite
    }

    /// Reads a file; `-` is standard input. A semicolon separates cells when the first line has one and no comma.
    ///
    /// - Throws: `Problem`: badData when it is no CSV file, has no usable header, or too many rows.
    static func read(_ path: String, defaultSite: String?) throws(Problem) -> ProvisionSheet {
        let file = try InputFile(path)
        var sheet = ProvisionSheet(defaultSite: defaultSite)
        var chunk = try file.next()
        var reader = CSVReader(separator: separator(in: chunk))
        while !chunk.isEmpty {
            for record in try records(&reader, chunk) { try sheet.append(record) }
            chunk = try file.next()
        }
        if let last = try lastRecord(&reader) { try sheet.append(last) }
        guard sheet.isHeaderRead else { throw Problem(.badData, "CSV_EMPTY", "the file has no header") }
        return sheet
    }

    /// Takes the next record; the first one is the header.
    ///
    /// - Throws: `Problem`: badData for a header without a number column, or too many rows.
    mutating func append(_ record: CSVRecord) throws(Problem) {
        guard isHeaderRead else { return try readHeader(record) }
        guard rows.count + problems.count < Self.rowsMax else {
            throw Problem(.badData, "TOO_MANY_ROWS", "more than \(Self.rowsMax) rows")
        }
        guard record.cells.count == columns.count else {
            problems.append(
                RowProblem(
                    line: record.line, place: "row",
                    text: "\(record.cells.count) cells, the header has \(columns.count)"))
            return
        }
        var cells: [ProvisionColumn: String] = [:]
        for (column, cell) in zip(columns, record.cells) {
            if let column { cells[column] = cell.text }
        }
        var check = RowCheck(line: record.line, cells: cells, defaultSite: defaultSite)
        let row = check.row()
        problems += check.problems
        if let row, check.problems.isEmpty {
            let repeated = duplicates.problems(of: row)
            problems += repeated
            if repeated.isEmpty { rows.append(row) }
        }
    }

    private mutating func readHeader(_ record: CSVRecord) throws(Problem) {
        isHeaderRead = true
        columns = record.cells.map { ProvisionColumn(header: $0.text) }
        unknownHeaders = zip(columns, record.cells).filter { $0.0 == nil }.map(\.1.text)
        for column in ProvisionColumn.allCases where columns.count(where: { $0 == column }) > 1 {
            throw Problem(.badData, "CSV_HEADER", "the header names \(column.rawValue) twice")
        }
        for needed in [ProvisionColumn.number, .extension] where !columns.contains(needed) {
            throw Problem(
                .badData, "CSV_HEADER", "the header has no column \(needed.rawValue)",
                help: "the first line names the columns: "
                    + ProvisionColumn.allCases.map(\.rawValue).joined(separator: ","))
        }
    }

    private static func separator(in chunk: [UInt8]) -> UInt8 {
        let line = chunk.prefix { $0 != UInt8(ascii: "\n") }
        return line.contains(UInt8(ascii: ";")) && !line.contains(UInt8(ascii: ","))
            ? UInt8(ascii: ";") : UInt8(ascii: ",")
    }

    private static func records(_ reader: inout CSVReader, _ bytes: [UInt8]) throws(Problem) -> [CSVRecord] {
        var records: [CSVRecord] = []
        do throws(CSVError) {
            try reader.read(bytes) { records.append($0) }
        } catch {
            throw Problem(.badData, "CSV_INVALID", error.description)
        }
        return records
    }

    private static func lastRecord(_ reader: inout CSVReader) throws(Problem) -> CSVRecord? {
        do throws(CSVError) { return try reader.finish() } catch {
            throw Problem(.badData, "CSV_INVALID", error.description)
        }
    }
}
