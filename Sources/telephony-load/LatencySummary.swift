internal import Histogram
internal import TelephonyCommandLine

/// The figures of one histogram that are honest to tell: a percentile needs samples beyond it.
struct LatencySummary: Sendable {
    /// A percentile and how many samples it needs.
    struct Level: Sendable {
        /// Its name.
        var name: String
        /// Its value, 0 to 100.
        var percentile: Double
        /// Fewest samples: fewer than one of them would lie beyond.
        var samplesMin: UInt64
    }

    /// The levels told.
    static let levels = [
        Level(name: "p50", percentile: 50, samplesMin: 2), Level(name: "p90", percentile: 90, samplesMin: 10),
        Level(name: "p99", percentile: 99, samplesMin: 100), Level(name: "p99.9", percentile: 99.9, samplesMin: 1000),
    ]

    /// Samples.
    let count: UInt64
    /// The levels in nanoseconds; nil when there are too few samples for one.
    let values: [UInt64?]
    /// The largest sample in nanoseconds; nil without any.
    let max: UInt64?

    /// The figures of a histogram.
    init(_ histogram: Histogram<UInt64>) {
        let count = histogram.totalCount
        self.count = count
        values = Self.levels.map { level in
            count >= level.samplesMin ? histogram.valueAtPercentile(level.percentile) : nil
        }
        max = count > 0 ? histogram.max : nil
    }

    /// Whether a level had too few samples.
    var hasTooFewSamples: Bool { values.contains { $0 == nil } }

    /// Cells for people: count, levels, largest.
    var cells: [String] {
        [DecimalText.grouped(count)] + values.map { $0.map(Self.text) ?? "n/a" } + [max.map(Self.text) ?? "n/a"]
    }

    /// Members for programs, in microseconds: `p999Micros` is p99.9.
    var json: [(String, JSONValue)] {
        let levels = zip(Self.levels, values).map { ($0.name.filter { $0 != "." } + "Micros", Self.micros($1)) }
        return [("count", .uint64(count))] + levels + [("maxMicros", Self.micros(max))]
    }

    private static func micros(_ nanoseconds: UInt64?) -> JSONValue {
        nanoseconds.map { .decimal(Double($0) / 1000, decimals: 3) } ?? .null
    }

    private static func text(_ nanoseconds: UInt64) -> String {
        switch nanoseconds {
        case ..<1_000_000: DecimalText.fixed(Double(nanoseconds) / 1e3, 1) + "us"
        case ..<1_000_000_000: DecimalText.fixed(Double(nanoseconds) / 1e6, 2) + "ms"
        default: DecimalText.fixed(Double(nanoseconds) / 1e9, 2) + "s"
        }
    }
}
