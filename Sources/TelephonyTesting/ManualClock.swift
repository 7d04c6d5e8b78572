internal import SQLiteStore
internal import Synchronization
package import TelephonyCore

/// A wall clock that stands still until a test moves it. Begins at the real time, so that request ids made by the client
/// module are neither old nor from the future.
package final class ManualClock: Sendable {
    private let current: Mutex<WallTime>

    /// A clock that shows `time`.
    package init(_ time: WallTime) { current = Mutex(time) }

    /// The time it shows.
    package var now: WallTime { current.withLock { $0 } }

    /// Moves it on.
    package func advance(by duration: Duration) {
        current.withLock { $0 = $0.adding(duration) }
    }

    /// Moves it on to the real time, unless it is ahead already.
    package func catchUp() {
        let real = SQLiteSeams.systemWallClock()
        current.withLock { $0 = max($0, real) }
    }
}
