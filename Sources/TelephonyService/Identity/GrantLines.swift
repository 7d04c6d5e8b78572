internal import TelephonyCore

/// What token files and peer files have in common: four columns a line, the last three being role, scope and name.
enum GrantLines {
    /// Longest file, in lines.
    static let linesMax = 10_000
    /// Longest name, in bytes.
    static let nameBytesMax = 64

    /// The lines of a file, each with what `key` makes of its first column; blank lines and lines that begin with `#`
    /// are passed over.
    ///
    /// - Throws: `GrantFileError` with line number and what is wrong; never with the line itself.
    static func parse<Key>(
        _ text: String, first: String, key: (Substring, Int) throws(GrantFileError) -> Key
    ) throws(GrantFileError) -> [(Key, Actor)] {
        var grants: [(Key, Actor)] = []
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let number = index + 1
            guard index < linesMax else { throw GrantFileError(line: number, problem: "more than \(linesMax) lines") }
            let columns = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
            guard let column = columns.first, !column.hasPrefix("#") else { continue }
            guard columns.count == 4 else {
                throw GrantFileError(line: number, problem: "needs four columns: \(first), role, scope, name")
            }
            grants.append((try key(column, number), try actor(columns.dropFirst(), number)))
        }
        return grants
    }

    private static func actor(_ columns: ArraySlice<Substring>, _ line: Int) throws(GrantFileError) -> Actor {
        let columns = columns.map(String.init)
        guard let role = Role(text: columns[0]) else {
            throw GrantFileError(line: line, problem: "no such role; one of \(Role.allTexts)")
        }
        guard let scope = Scope(text: columns[1]) else {
            throw GrantFileError(
                line: line, problem: "no such scope; platform, operator:ID, occupier:ID or user:ID")
        }
        guard columns[2].utf8.count <= nameBytesMax else {
            throw GrantFileError(line: line, problem: "the name is longer than \(nameBytesMax) bytes")
        }
        return Actor(name: columns[2], role: role, scope: scope)
    }
}
