internal import Synchronization

/// A number of bytes shared by all connections of a process: the process-wide receive pool (TRK-810).
///
/// Sendable because its only state is one atomic counter; a reservation either fits or changes nothing.
package final class BytePool: Sendable {
    /// Bytes that can be reserved in all.
    package let bytesMax: Int
    private let used = Atomic<Int>(0)

    /// An empty pool.
    package init(bytesMax: Int) {
        self.bytesMax = bytesMax
    }

    /// Bytes reserved at this moment.
    package var bytesReserved: Int {
        self.used.load(ordering: .relaxed)
    }

    /// Reserves all of `bytes`, or nothing and answers false.
    package func reserve(_ bytes: Int) -> Bool {
        var seen = self.used.load(ordering: .relaxed)
        while true {
            let (sum, overflow) = seen.addingReportingOverflow(bytes)
            guard !overflow, sum <= self.bytesMax else { return false }
            let (exchanged, original) = self.used.compareExchange(
                expected: seen, desired: sum, ordering: .relaxed)
            if exchanged { return true }
            seen = original
        }
    }

    /// Gives back what `reserve` took.
    package func release(_ bytes: Int) {
        self.used.wrappingSubtract(bytes, ordering: .relaxed)
    }
}
