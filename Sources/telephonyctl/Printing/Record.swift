internal import TelephonyCommandLine

/// Something that a list shows as a row and a command alone as an answer.
protocol Record: Sendable {
    /// Columns of the table for people.
    static var columns: [TableColumn] { get }
    /// Cells for those columns.
    var cells: [String] { get }
    /// Columns of CSV.
    static var csvColumns: [String] { get }
    /// Cells for those.
    var csvCells: [String] { get }
    /// Everything about it, name and value.
    var details: [(String, String)] { get }
    /// As JSON, with the names of the schema.
    var json: JSONValue { get }
}

extension Record {
    static var csvColumns: [String] { columns.map { $0.name.lowercased() } }
    var csvCells: [String] { cells }
    var details: [(String, String)] { Array(zip(Self.columns.map(\.name), cells)) }

    /// The answer of a command that is about this alone.
    var answer: Answer { Answer(details: details, json: json) }
}
