internal import Glibc
package import TelephonyCore
package import TelephonyStore

/// What a store takes from the world, so that tests can give it another.
package struct SQLiteSeams: Sendable {
    /// The wall clock: times of decisions and of the audit.
    package var wallClock: @Sendable () -> WallTime = SQLiteSeams.systemWallClock
    /// The clock of deadlines.
    package var monotonicClock: @Sendable () -> MonotonicTime = SQLiteSeams.systemMonotonicClock
    /// Randomness of ids, PINs, keys and nonces.
    package var random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    /// Called at each failpoint; what it throws counts as thrown by SQLite there. Nil outside tests.
    package var failpoint: (@Sendable (Failpoint) throws(SQLiteFailure) -> Void)?
    /// Called after an error that leaves the file untrustworthy, when everybody has been told `unknownOutcome`: the
    /// program must end (RL-08). Runs on the store's thread.
    package var onFatal: @Sendable (SQLiteFailure) -> Void

    /// The real world.
    package init(onFatal: @escaping @Sendable (SQLiteFailure) -> Void) { self.onFatal = onFatal }

    /// The system's wall clock.
    package static let systemWallClock: @Sendable () -> WallTime = {
        let time = read(CLOCK_REALTIME)
        return WallTime(microseconds: Int64(time.tv_sec) &* 1_000_000 &+ Int64(time.tv_nsec) / 1_000)
    }

    /// The system's monotonic clock.
    package static let systemMonotonicClock: @Sendable () -> MonotonicTime = {
        let time = read(CLOCK_MONOTONIC)
        return MonotonicTime(nanoseconds: UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec))
    }

    private static func read(_ clock: clockid_t) -> timespec {
        var time = timespec()
        clock_gettime(clock, &time)
        return time
    }
}
