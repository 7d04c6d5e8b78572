/// What is wrong with a CSV file, and where.
package struct CSVError: Error, Sendable, Hashable {
    /// Which rule of RFC 4180, or which limit, is broken.
    package enum Rule: String, Sendable, Hashable {
        /// A quoted cell is not closed at the end of the file.
        case unclosedQuote = "the quote that begins here is never closed"
        /// A quote inside a cell that does not begin with one.
        case strayQuote = "a quote inside a cell that does not begin with one; quote the cell and double the quote"
        /// Something follows a closing quote.
        case textAfterQuote = "only a separator or the end of the line may follow a closing quote"
        /// A carriage return without a line feed.
        case bareCarriageReturn = "a carriage return without a line feed"
        /// Bytes that are no UTF-8.
        case notUTF8 = "not UTF-8"
        /// A NUL byte: the file is not text.
        case nul = "a NUL byte; this is no text file"
        /// More than `CSVReader.cellBytesMax` bytes.
        case cellTooLong = "a cell of more than 4,096 bytes"
        /// More than `CSVReader.cellsMax` cells.
        case tooManyCells = "a record of more than 64 cells"
    }

    /// The rule.
    package var rule: Rule
    /// Line, from 1.
    package var line: Int
    /// Byte of the line, from 1.
    package var column: Int
}

extension CSVError: CustomStringConvertible {
    /// `line 3, column 7: …`.
    package var description: String { "line \(line), column \(column): \(rule.rawValue)" }
}
