/// One record of a CSV file.
package struct CSVRecord: Sendable, Hashable {
    /// One cell, and where it begins.
    package struct Cell: Sendable, Hashable {
        /// The text, quotes taken off; nothing else is changed, leading zeros stay.
        package var text: String
        /// The line where it begins, from 1.
        package var line: Int
        /// The byte of that line where it begins, from 1.
        package var column: Int
    }

    /// The cells, at least one.
    package var cells: [Cell]

    /// The line where the record begins, from 1.
    package var line: Int { cells.first?.line ?? 0 }
}
