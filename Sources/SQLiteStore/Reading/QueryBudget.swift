internal import GRDBSQLite
internal import TelephonyStore

/// Ends a query that runs too long, so that no read transaction holds back the write-ahead log for ever (RL-06), and no
/// query the ones behind it.
///
/// SQLite asks the clock every few thousand steps of its machine. Used on the reader's thread only; outlives the
/// connection's use of it because the query runner owns both.
final class QueryBudget {
    /// Steps of SQLite's machine between two looks at the clock: well under a millisecond.
    static let stepsPerLook: Int32 = 10_000

    private let budget: UInt64
    private let clock: @Sendable () -> MonotonicTime
    private var end: UInt64 = .max

    /// A budget in milliseconds for each query.
    init(milliseconds: Int, clock: @escaping @Sendable () -> MonotonicTime) {
        budget = UInt64(clamping: milliseconds) &* 1_000_000
        self.clock = clock
    }

    /// Makes a connection ask this budget.
    func watch(_ connection: OpaquePointer?) {
        sqlite3_progress_handler(
            connection, Self.stepsPerLook,
            { context in
                guard let context else { return 0 }
                return Unmanaged<QueryBudget>.fromOpaque(context).takeUnretainedValue().isSpent ? 1 : 0
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// A query begins.
    func restart() { end = clock().nanoseconds &+ budget }

    private var isSpent: Bool { clock().nanoseconds >= end }
}
