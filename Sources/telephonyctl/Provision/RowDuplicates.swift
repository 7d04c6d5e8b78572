internal import TelephonyMessages

/// Finds rows that cannot both be right: the same number twice, the same extension twice at a site, two main numbers of
/// an owner at a site.
struct RowDuplicates {
    private struct Place: Hashable {
        var site: String
        var name: String
    }

    private var numbers: [String: Int] = [:]
    private var extensions: [Place: Int] = [:]
    private var mains: [Place: Int] = [:]

    /// What the row repeats of earlier ones. A row that repeats nothing is remembered.
    mutating func problems(of row: ProvisionRow) -> [RowProblem] {
        let spec = row.spec
        let place = Place(site: spec.siteID, name: spec.extension)
        let main = spec.type == .main ? row.owner.map { Place(site: spec.siteID, name: $0.text) } : nil
        var problems: [RowProblem] = []
        func report(_ column: ProvisionColumn, _ earlier: Int?, _ text: String) {
            guard let earlier else { return }
            problems.append(RowProblem(line: row.line, place: column.rawValue, text: "\(text) as in line \(earlier)"))
        }
        report(.number, numbers[spec.e164], "the same number")
        report(.extension, extensions[place], "the same extension at the same site")
        if let main { report(.type, mains[main], "a main number of the same owner at the same site") }
        guard problems.isEmpty else { return problems }
        numbers[spec.e164] = row.line
        extensions[place] = row.line
        if let main { mains[main] = row.line }
        return []
    }
}
