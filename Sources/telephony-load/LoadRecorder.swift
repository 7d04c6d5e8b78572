internal import Histogram
internal import Synchronization
internal import Trunk

/// What the calls of one connection measured: a histogram per operation, in nanoseconds with three significant digits,
/// and the errors by name.
final class LoadRecorder: Sendable {
    /// Longest time that is told apart; longer ones count as this.
    static let nanosecondsMax: UInt64 = 600_000_000_000

    /// What was measured so far.
    struct Totals: Sendable {
        /// Times of successful calls.
        var times: [LoadOperation: Histogram<UInt64>] = [:]
        /// Errors by name.
        var errors: [String: UInt64] = [:]
        /// Calls that ended inside of the measured time, errors included.
        var endedInTime: UInt64 = 0

        /// Adds the measurements of another connection.
        mutating func add(_ other: Totals) {
            for (operation, histogram) in other.times {
                times[operation, default: LoadRecorder.emptyHistogram].add(histogram)
            }
            errors.merge(other.errors, uniquingKeysWith: +)
            endedInTime += other.endedInTime
        }
    }

    /// How a call ended.
    enum Ending: Sendable {
        /// As hoped.
        case success
        /// With an error, or an answer that nobody hoped for.
        case error(String)
    }

    private let state = Mutex(Totals())

    /// Notes one call.
    func note(_ operation: LoadOperation, _ time: Duration, _ ending: Ending, isInTime: Bool) {
        let nanoseconds = Self.nanoseconds(time)
        state.withLock { totals in
            if isInTime { totals.endedInTime += 1 }
            switch ending {
            case .success:
                _ = totals.times[operation, default: Self.emptyHistogram].record(nanoseconds)
            case .error(let name): totals.errors[name, default: 0] += 1
            }
        }
    }

    /// Everything noted so far.
    var totals: Totals { state.withLock { $0 } }

    /// Calls noted so far.
    var count: UInt64 { state.withLock { $0.endedInTime } }

    static var emptyHistogram: Histogram<UInt64> {
        Histogram(highestTrackableValue: nanosecondsMax, numberOfSignificantValueDigits: .three)
    }

    private static func nanoseconds(_ time: Duration) -> UInt64 {
        let (seconds, attoseconds) = time.components
        guard seconds >= 0, attoseconds >= 0, seconds < 600 else { return seconds < 0 ? 1 : nanosecondsMax }
        return max(1, UInt64(seconds) * 1_000_000_000 + UInt64(attoseconds / 1_000_000_000))
    }
}
