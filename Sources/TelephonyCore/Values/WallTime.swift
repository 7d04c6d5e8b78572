/// A moment of the wall clock in whole microseconds since 1970-01-01T00:00:00Z. The core never asks for it: it is told.
package struct WallTime: Sendable, Hashable, Comparable {
    /// Microseconds since the epoch.
    package let microseconds: Int64

    /// A moment by its microseconds.
    package init(microseconds: Int64) { self.microseconds = microseconds }

    /// This moment moved by a duration; stops at the ends of the range instead of trapping (RL-26).
    package func adding(_ duration: Duration) -> WallTime {
        let parts = duration.components
        let (whole, over) = parts.seconds.multipliedReportingOverflow(by: 1_000_000)
        let (sum, overSum) = whole.addingReportingOverflow(parts.attoseconds / 1_000_000_000_000)
        let (total, overTotal) = microseconds.addingReportingOverflow(sum)
        guard over || overSum || overTotal else { return WallTime(microseconds: total) }
        return WallTime(microseconds: parts.seconds < 0 ? .min : .max)
    }

    /// Earlier before later.
    package static func < (left: WallTime, right: WallTime) -> Bool { left.microseconds < right.microseconds }
}
