/// A moment on the machine's monotonic clock, in nanoseconds: the clock of calls' deadlines, so that they convert
/// by their number. Never stored.
package struct MonotonicTime: Sendable, Hashable, Comparable {
    /// Nanoseconds since an arbitrary moment.
    package let nanoseconds: UInt64

    /// A moment by its nanoseconds.
    package init(nanoseconds: UInt64) { self.nanoseconds = nanoseconds }

    /// Later than every moment that comes.
    package static let distantFuture = MonotonicTime(nanoseconds: .max)

    /// Earlier before later.
    package static func < (left: MonotonicTime, right: MonotonicTime) -> Bool { left.nanoseconds < right.nanoseconds }
}
