/// Writes records of CSV (RFC 4180) with line feeds.
package enum CSVLine {
    /// One record. A cell that a spreadsheet would take for a formula gets an apostrophe in front (domain 2.6); an E.164
    /// number is none and stays as it is, so that an export reads back.
    package static func text(_ cells: [String]) -> String {
        cells.map { quoted(defused($0)) }.joined(separator: ",")
    }

    private static func defused(_ cell: String) -> String {
        guard let first = cell.unicodeScalars.first, ["=", "+", "-", "@", "\t", "\r"].contains(first) else {
            return cell
        }
        let rest = cell.utf8.dropFirst()
        if first == "+", !rest.isEmpty, rest.allSatisfy({ (0x30...0x39).contains($0) }) { return cell }
        return "'" + cell
    }

    private static func quoted(_ cell: String) -> String {
        guard
            cell.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) || cell.first == " "
                || cell.last == " "
        else { return cell }
        var quoted = "\""
        for scalar in cell.unicodeScalars {
            if scalar == "\"" { quoted += "\"" }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }
}
