import SQLiteStore
import Synchronization
import TelephonyCore
import TelephonyStore

/// Both clocks, standing still until a test moves them.
final class ManualTime: Sendable {
    private let wall = Mutex(WallTime(microseconds: 1_900_000_000_000_000))
    private let monotonic = Mutex(MonotonicTime(nanoseconds: 1_000_000_000))

    var now: WallTime { wall.withLock { $0 } }
    var uptime: MonotonicTime { monotonic.withLock { $0 } }

    func advance(by duration: Duration) {
        wall.withLock { $0 = $0.adding(duration) }
        monotonic.withLock { time in
            let micros = WallTime(microseconds: 0).adding(duration).microseconds
            time = MonotonicTime(nanoseconds: time.nanoseconds &+ UInt64(micros) &* 1_000)
        }
    }
}
