internal import Synchronization

/// Starts a thread with what it owns, and tells when both are gone.
final class ThreadEnd: Sendable {
    private struct State {
        var isOver = false
        var waiters: [UnsafeContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())
    private let gate = WorkQueue<Never>(limit: 0)

    /// Starts a thread that works on `owned`, then lets it go, then ends.
    func start<Owned: Sendable>(_ owned: Owned, _ work: @escaping @Sendable (Owned) -> Void) {
        let box = OwnedBox(owned)
        let isStarted = StoreThread.start {
            if let owned = box.take() { work(owned) }
            self.end()
        }
        // Without a thread nothing is ever taken: the queues fill up and refuse.
        if !isStarted { end() }
    }

    /// Waits for the end.
    func wait() async {
        await withUnsafeContinuation { waiter in
            let isOver = state.withLock { state in
                if !state.isOver { state.waiters.append(waiter) }
                return state.isOver
            }
            if isOver { waiter.resume() }
        }
    }

    /// Waits for the end on a thread that may block.
    func waitBlocking() { _ = gate.take(1) }

    private func end() {
        gate.close()
        let waiters = state.withLock { state in
            state.isOver = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }
}
