internal import TelephonyCommandLine

/// What `numbers provision` did.
struct ProvisionReport: Sendable {
    /// Rows of the file.
    var rows = 0
    /// Numbers created.
    var created = 0
    /// Numbers that were there already, as the row has them.
    var present = 0
    /// Numbers allocated, activated, assigned and labelled by this run.
    var allocated = 0
    var activated = 0
    var assigned = 0
    var labelled = 0
    /// Rows that the server refused, with its words; at most one a row.
    var failures: [RowProblem] = []
    /// Rows of which nothing is known, because the run ended early.
    var unfinished = 0
    /// Whether the server only checked.
    var isDryRun = false

    /// One line for people.
    var sentence: String {
        let done = [
            (created, isDryRun ? "could be created" : "created"), (present, "present"), (allocated, "allocated"),
            (activated, "activated"), (assigned, "assigned"), (labelled, "labelled"), (failures.count, "failed"),
            (unfinished, "unfinished"),
        ]
        let words = done.filter { $0.0 > 0 || $0.1 == "failed" }.map { "\($0.0) \($0.1)" }
        return "\(rows) rows: " + words.joined(separator: ", ")
    }

    /// The same for programs.
    var answer: Answer {
        let counts = [
            ("rows", rows), ("created", created), ("present", present), ("allocated", allocated),
            ("activated", activated), ("assigned", assigned), ("labelled", labelled), ("failed", failures.count),
            ("unfinished", unfinished),
        ]
        return Answer(
            details: counts.map { ($0.0.uppercased(), "\($0.1)") },
            json: .object(
                counts.map { ($0.0, .number(Int64($0.1))) } + [
                    ("dryRun", .bool(isDryRun)),
                    (
                        "failures",
                        .array(
                            failures.map { failure in
                                .object([
                                    ("line", .number(Int64(failure.line))), ("place", .text(failure.place)),
                                    ("text", .text(failure.text)),
                                ])
                            })
                    ),
                ]))
    }
}
