internal import Synchronization

/// How many calls a load may still make, shared by all workers.
final class CallTickets: Sendable {
    private let left: Atomic<UInt64>

    /// So many calls; nil for as many as the time allows.
    init(_ count: UInt64?) {
        left = Atomic(count ?? .max)
    }

    /// Takes one; false when all are gone.
    func take() -> Bool {
        var current = left.load(ordering: .relaxed)
        while current > 0 {
            let result = left.weakCompareExchange(expected: current, desired: current - 1, ordering: .relaxed)
            if result.exchanged { return true }
            current = result.original
        }
        return false
    }
}
