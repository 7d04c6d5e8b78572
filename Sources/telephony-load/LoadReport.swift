internal import Histogram
internal import TelephonyCommandLine

/// What a load measured, and how honest it is about it.
struct LoadReport: Sendable {
    /// Said in every report (ecosystem §6.5).
    static let loopSentence = """
        closed loop: each caller waits for its answer before it calls again, so a slow server is asked less and looks \
        better than callers would find it
        """

    let plan: LoadPlan
    let totals: LoadRecorder.Totals
    /// Time measured.
    let measured: Duration
    /// Processors that this program kept busy.
    let processors: Double

    /// Errors, wrong answers included.
    var errors: UInt64 { totals.errors.values.reduce(0, +) }
    /// Calls that succeeded.
    var successes: UInt64 { totals.times.values.reduce(0) { $0 + $1.totalCount } }
    /// Calls that ended in the measured time, per second.
    var rate: Double { Double(totals.endedInTime) / (measured / .seconds(1)) }

    /// Lines for people.
    func lines(terminalWidth: Int?) -> [String] {
        var columns = [TableColumn("OPERATION"), TableColumn("CALLS", .right)]
        columns += LatencySummary.levels.map { TableColumn($0.name.uppercased(), .right) }
        columns.append(TableColumn("MAX", .right))
        let rows = summaries.map { [$0.name] + $0.summary.cells }
        let layout = TableLayout(columns, rows: rows, terminalWidth: terminalWidth)
        var lines = [
            "\(plan.connections) connections x \(plan.outstanding) outstanding, \(plan.mix.text), "
                + "\(DecimalText.grouped(UInt64(plan.targets.count))) numbers, \(measured.shortText) measured",
            Self.loopSentence, "", layout.header,
        ]
        lines += rows.map(layout.line)
        lines += ["", "RATE    \(DecimalText.grouped(UInt64(rate.rounded()))) calls/s"]
        lines.append("ERRORS  \(DecimalText.grouped(errors))")
        lines += sortedErrors.map { "  \(TerminalText.printable($0.key))  \(DecimalText.grouped($0.value))" }
        lines.append("CLIENT  \(DecimalText.fixed(processors, 2)) of \(ProcessorTime.count) processors busy")
        return lines + notes
    }

    /// The same for programs.
    var json: JSONValue {
        .object([
            ("loop", .text("closed")), ("connections", .number(Int64(plan.connections))),
            ("outstanding", .number(Int64(plan.outstanding))), ("mix", .text(plan.mix.text)),
            ("numbers", .number(Int64(plan.targets.count))), ("seed", .uint64(plan.seed)),
            ("measured", .text(measured.protobufText)), ("callsPerSecond", .decimal(rate, decimals: 1)),
            ("calls", .uint64(successes + errors)), ("errors", .uint64(errors)),
            ("errorsByName", .object(sortedErrors.map { ($0.key, .uint64($0.value)) })),
            ("clientProcessorsBusy", .decimal(processors, decimals: 2)),
            (
                "latency",
                .array(summaries.map { .object([("operation", .text($0.name))] + $0.summary.json) })
            ),
            ("notes", .array(notes.map { .text($0) })),
        ])
    }

    private var summaries: [(name: String, summary: LatencySummary)] {
        var all = LoadRecorder.emptyHistogram
        var summaries: [(name: String, summary: LatencySummary)] = []
        for operation in plan.mix.operations {
            let histogram = totals.times[operation] ?? LoadRecorder.emptyHistogram
            all.add(histogram)
            summaries.append((operation.rawValue, LatencySummary(histogram)))
        }
        return summaries.count > 1 ? summaries + [("all", LatencySummary(all))] : summaries
    }

    private var sortedErrors: [(key: String, value: UInt64)] {
        totals.errors.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    }

    private var notes: [String] {
        var notes: [String] = []
        if summaries.contains(where: { $0.summary.hasTooFewSamples }) {
            notes.append("note: n/a where there are too few samples: p99.9 needs 1,000, p99 100")
        }
        if processors > 0.9 * Double(ProcessorTime.count) {
            notes.append("note: this program kept nearly all processors busy; it may be the bottleneck")
        }
        return notes
    }
}
