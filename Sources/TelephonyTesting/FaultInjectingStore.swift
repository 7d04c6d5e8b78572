internal import Synchronization
package import TelephonyCore
package import TelephonyStore

/// A store in front of another that fails when a test tells it to: before a call, like a full queue, or after it, like a
/// lost answer.
package final class FaultInjectingStore: TelephonyStore {
    /// How a call fails.
    package enum Fault: Sendable, Hashable {
        /// It is not carried out, and fails with this.
        case before(StoreError)
        /// It is carried out, and fails with this all the same.
        case after(StoreError)
    }

    private let store: any TelephonyStore
    private let plan: @Sendable (UInt64) -> Fault?
    private let calls = Atomic<UInt64>(0)

    /// Puts faults in front of a store.
    ///
    /// - Parameter plan: the fault of a call by its number, from 0 in the order of arrival, queries included; nil for
    ///   none.
    package init(_ store: any TelephonyStore, plan: @escaping @Sendable (UInt64) -> Fault?) {
        self.store = store
        self.plan = plan
    }

    /// The other store's.
    package var incarnation: UUIDBytes { store.incarnation }

    /// Carries a command out, unless the plan says otherwise.
    package func perform<C: Command>(
        _ command: C, deadline: MonotonicTime
    ) async throws(StoreError) -> Performed<C.Reply> {
        let fault = nextFault()
        if case .before(let error) = fault { throw error }
        let performed = try await store.perform(command, deadline: deadline)
        if case .after(let error) = fault { throw error }
        return performed
    }

    /// Answers a query, unless the plan says otherwise.
    package func read<Q: Query>(_ query: Q, deadline: MonotonicTime) async throws(StoreError) -> Q.Result {
        let fault = nextFault()
        if case .before(let error) = fault { throw error }
        let result = try await store.read(query, deadline: deadline)
        if case .after(let error) = fault { throw error }
        return result
    }

    private func nextFault() -> Fault? { plan(calls.wrappingAdd(1, ordering: .relaxed).oldValue) }
}
