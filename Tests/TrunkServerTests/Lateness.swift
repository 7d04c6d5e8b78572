import NIOCore
import Synchronization

/// How long handlers ran on after their calls were given up; recorded and printed, never judged.
final class Lateness: Sendable {
    private struct State {
        var cancelledAt: [String: NIODeadline] = [:]
        var milliseconds: [Int64] = []
    }

    private let state = Mutex(State())

    /// The call is given up now.
    func cancelled(_ name: String) {
        state.withLock { $0.cancelledAt[name] = .now() }
    }

    /// The call's handler returns now.
    func returned(_ name: String) {
        state.withLock { state in
            guard let at = state.cancelledAt[name] else { return }
            state.milliseconds.append((NIODeadline.now() - at).nanoseconds / 1_000_000)
        }
    }

    var summary: String {
        state.withLock { state in
            let late = state.milliseconds.count { $0 > 50 }
            return "\(late) of \(state.milliseconds.count) ran on for more than 50 ms; "
                + "the longest \(state.milliseconds.max() ?? 0) ms"
        }
    }
}
