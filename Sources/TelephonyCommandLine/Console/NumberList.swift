/// A file with one entry a line: numbers, for example. Empty lines and those that begin with `#` are skipped.
package enum NumberList {
    /// Most entries.
    package static let linesMax = 5_000_000

    /// One entry.
    package struct Line: Sendable, Hashable {
        /// Its line, from 1.
        package var number: Int
        /// Its text, without white space around it.
        package var text: String
    }

    /// The entries of a file; `-` is standard input.
    ///
    /// - Throws: `Problem`: badData when it cannot be read, is no UTF-8 text, or has too many lines.
    package static func read(_ path: String) throws(Problem) -> [Line] {
        let file = try InputFile(path)
        var bytes: [UInt8] = []
        while true {
            let more = try file.next()
            if more.isEmpty { break }
            bytes += more
        }
        return try parse(bytes)
    }

    /// The entries of a text.
    package static func parse(_ bytes: [UInt8]) throws(Problem) -> [Line] {
        var lines: [Line] = []
        var number = 0
        for raw in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            guard number <= linesMax else {
                throw Problem(.badData, "TOO_MANY_LINES", "more than \(linesMax) lines")
            }
            let trimmed = raw.trimmingSuffix { $0 <= 0x20 }.drop { $0 <= 0x20 }
            guard let first = trimmed.first, first != UInt8(ascii: "#") else { continue }
            guard let text = String(validating: trimmed, as: UTF8.self) else {
                throw Problem(.badData, "NOT_UTF8", "line \(number): not UTF-8")
            }
            lines.append(Line(number: number, text: text))
        }
        return lines
    }
}

extension ArraySlice<UInt8> {
    fileprivate func trimmingSuffix(_ isTrimmed: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        var slice = self
        while let last = slice.last, isTrimmed(last) { slice.removeLast() }
        return slice
    }
}
