/// What a generator has run and found.
struct ConformanceReport: Sendable {
    /// Sequences that were played against a fresh machine.
    private(set) var sequences = 0
    /// Rules whose exact reaction was seen.
    private(set) var rules: Set<Int> = []
    /// What was not as the document says, the first of them.
    private(set) var failures: [String] = []
    /// Cells of the document's tables that were covered, by table, row and column.
    private(set) var cells: [String: Set<Int>] = [:]

    private static let failuresMax = 60

    /// Takes note of one sequence; the rules count when what came is what was wanted.
    mutating func expect(
        _ found: @autoclosure () -> String, _ wanted: String, rules: Set<Int> = [], cell: String? = nil, _ name: String
    ) {
        self.sequences += 1
        let found = found()
        guard found == wanted else {
            self.fail("\(name)\n    found  \(found)\n    wanted \(wanted)")
            return
        }
        self.rules.formUnion(rules)
        if let cell { self.cells[cell, default: []].formUnion(rules) }
    }

    mutating func fail(_ text: String) {
        if self.failures.count < Self.failuresMax { self.failures.append(text) }
    }

    mutating func add(_ other: ConformanceReport) {
        self.sequences += other.sequences
        self.rules.formUnion(other.rules)
        self.failures += other.failures
        self.cells.merge(other.cells) { $0.union($1) }
    }
}

/// One line for what came of a sequence: texts behind a rule's id are not the document's, and are cut.
func reaction(_ lines: [String]) -> String {
    lines.map { line in
        guard let at = line.range(of: "TRK-")?.lowerBound else { return line }
        return String(line[..<at] + line[at...].prefix(7))
    }.joined(separator: "; ")
}
