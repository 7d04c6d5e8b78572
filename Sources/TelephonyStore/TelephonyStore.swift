package import TelephonyCore

/// The port to storage: what the service asks, and what a backend promises (DESIGN §5).
///
/// A backend runs commands in batches, one commit each, and answers after the commit is durable (RL-20). Cancelling the
/// caller's task does not take back a command that was handed over: only its deadline does, and only before it begins.
package protocol TelephonyStore: Sendable {
    /// Random name of this copy of the data, new at every restore: tokens and bookmarks of another copy are dead.
    var incarnation: UUIDBytes { get }

    /// Decides a command and makes its changes durable, all of them or none.
    ///
    /// - Parameter deadline: a command that has not begun by then is dropped; one that has begun is carried through.
    /// - Throws: `StoreError`; see its cases for what each says about the changes.
    func perform<C: Command>(_ command: C, deadline: MonotonicTime) async throws(StoreError) -> Performed<C.Reply>

    /// Answers a query from one consistent state, which holds every command that was answered before.
    ///
    /// - Throws: `StoreError.refused` when the query refuses, `notExecuted` or `unavailable` when it was not run.
    func read<Q: Query>(_ query: Q, deadline: MonotonicTime) async throws(StoreError) -> Q.Result
}

extension TelephonyStore {
    /// Decides a command without a deadline of its own.
    package func perform<C: Command>(_ command: C) async throws(StoreError) -> Performed<C.Reply> {
        try await perform(command, deadline: .distantFuture)
    }

    /// Answers a query without a deadline of its own.
    package func read<Q: Query>(_ query: Q) async throws(StoreError) -> Q.Result {
        try await read(query, deadline: .distantFuture)
    }
}
