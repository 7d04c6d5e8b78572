internal import Synchronization

/// What a store has done so far; read by tests and metrics.
package final class StoreStatistics: Sendable {
    private let commitCount = Atomic<UInt64>(0)
    private let commandCount = Atomic<UInt64>(0)

    init() {}

    /// Transactions that ended well.
    package var commits: UInt64 { commitCount.load(ordering: .relaxed) }
    /// Commands that were decided in them.
    package var commands: UInt64 { commandCount.load(ordering: .relaxed) }

    func addCommit(commands: Int) {
        commitCount.wrappingAdd(1, ordering: .relaxed)
        commandCount.wrappingAdd(UInt64(commands), ordering: .relaxed)
    }
}
