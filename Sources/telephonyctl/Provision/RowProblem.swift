/// What is wrong with a row: found before anything is sent, or told by the server.
struct RowProblem: Error, Sendable, Hashable {
    /// The line of the file, from 1.
    var line: Int
    /// The column's name, or the step that failed.
    var place: String
    /// The rule, in words.
    var text: String
}

extension RowProblem: CustomStringConvertible {
    /// `line 7, extension: 2 to 8 digits`.
    var description: String { "line \(line), \(place): \(text)" }
}
