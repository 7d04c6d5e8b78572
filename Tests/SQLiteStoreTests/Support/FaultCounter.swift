import Synchronization

/// Counts calls, and says yes to every third while it is on.
final class FaultCounter: Sendable {
    private let state = Mutex((isOn: true, count: 0))

    var isOn: Bool {
        get { state.withLock { $0.isOn } }
        set { state.withLock { $0.isOn = newValue } }
    }

    func isThird() -> Bool {
        state.withLock { state in
            guard state.isOn else { return false }
            state.count += 1
            return state.count % 3 == 0
        }
    }
}
