internal import Synchronization
internal import TelephonyCore
internal import TelephonyStore

/// When numbers were last signed in at, as far as it is not yet in the table of them. Added to by the writer after each
/// commit, read by the reader; bounded by the fold, which moves it into the table.
final class SignInTimes: Sendable {
    private struct State {
        /// Since the last fold began.
        var recent: [NumberID: WallTime] = [:]
        /// What the last fold took: in the table once it is done, and kept until the next begins, for readers whose
        /// state is older than its commit.
        var folding: [NumberID: WallTime] = [:]
    }

    private let state = Mutex(State())

    /// The last sign-in at a number; nil when only the table can know.
    func time(of number: NumberID) -> WallTime? {
        state.withLock { $0.recent[number] ?? $0.folding[number] }
    }

    /// How many numbers were signed in at since the last fold began.
    var recentCount: Int { state.withLock { $0.recent.count } }

    /// Notes the successful sign-ins among audit entries that are durable.
    func add(_ entries: some Sequence<AuditEntry>) {
        state.withLock { state in
            for entry in entries where entry.isSuccessfulSignIn {
                if let number = entry.number { state.recent[number] = entry.time }
            }
        }
    }

    /// Notes one sign-in.
    func note(_ number: NumberID, _ time: WallTime) {
        state.withLock { $0.recent[number] = time }
    }

    /// Begins a fold: what was noted so far, in the order of the table.
    func take() -> [(number: NumberID, time: WallTime)] {
        state.withLock { state in
            swap(&state.folding, &state.recent)
            state.recent.removeAll(keepingCapacity: true)
            return state.folding.map { ($0.key, $0.value) }.sorted { $0.number.uuid < $1.number.uuid }
        }
    }
}

extension AuditEntry {
    /// Whether somebody got in by it, or would have but for a Default PIN.
    var isSuccessfulSignIn: Bool { action == .signIn && (outcome == .done || outcome == .changeRequired) }
}
