internal import NIOCore

extension NIODeadline {
    /// Nanoseconds from `earlier` to this point, 0 when it lies in the future.
    func nanoseconds(since earlier: NIODeadline) -> UInt64 {
        let (elapsed, overflow) = self.uptimeNanoseconds.subtractingReportingOverflow(earlier.uptimeNanoseconds)
        return overflow ? 0 : elapsed
    }

    /// Whole milliseconds from `earlier` to this point, 0 when it lies in the future.
    func milliseconds(since earlier: NIODeadline) -> UInt64 {
        self.nanoseconds(since: earlier) / 1_000_000
    }
}
