/// The figures of many calls.
struct CallSummary: Encodable, Sendable {
    let calls: Int
    let codes: [String: Int]
    let notExecuted: Int
    /// The longest that a call has outlived its deadline, milliseconds.
    let overrunMillisMax: Double
    /// The same, of its own time.
    let overrunShareMax: Double
    /// Of calls that succeeded, microseconds.
    let p50Micros: Double
    let p99Micros: Double
    let maxMicros: Double

    init(_ rows: [CallRow]) {
        calls = rows.count
        codes = rows.reduce(into: [:]) { $0[$1.code, default: 0] += 1 }
        notExecuted = rows.count { $0.notExecuted }
        let overruns = rows.map { row in
            (row.elapsedNanoseconds - row.timeoutNanoseconds, row.timeoutNanoseconds)
        }
        overrunMillisMax = max(0, overruns.map { Double($0.0) / 1e6 }.max() ?? 0)
        overrunShareMax = max(0, overruns.map { Double($0.0) / Double(max(1, $0.1)) }.max() ?? 0)
        let good = rows.filter { $0.code == "OK" }.map { Double($0.elapsedNanoseconds) / 1e3 }.sorted()
        p50Micros = Self.share(0.5, of: good)
        p99Micros = Self.share(0.99, of: good)
        maxMicros = good.last ?? 0
    }

    /// The value below which this share of sorted values lies; 0 of none.
    static func share(_ share: Double, of sorted: [Double]) -> Double {
        guard let last = sorted.indices.last else { return 0 }
        return sorted[Int((Double(last) * share).rounded())]
    }
}
