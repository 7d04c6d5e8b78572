internal import Synchronization

/// How often each effect has happened, by label; and the answers that were given, by request id.
final class EffectLedger: Sendable {
    private struct State {
        var runs: [String: Int] = [:]
        var effects: [String: Int] = [:]
    }

    private let state = Mutex(State())

    /// One run of a handler that has its effect each time.
    func add(_ label: String) {
        state.withLock { state in
            state.runs[label, default: 0] += 1
            state.effects[label, default: 0] += 1
        }
    }

    /// One run of a handler whose effect happens once: the label is its request id.
    func addOnce(_ label: String) {
        state.withLock { state in
            state.runs[label, default: 0] += 1
            state.effects[label] = 1
        }
    }

    /// Labels with the number of runs and of effects.
    var entries: [String: [Int]] {
        state.withLock { state in
            state.runs.reduce(into: [:]) { $0[$1.key] = [$1.value, state.effects[$1.key] ?? 0] }
        }
    }
}
