package import TelephonyCore

/// A query that waits for its turn.
///
/// `@unchecked Sendable`: it belongs to one thread at a time, as `PendingCommand` does.
package final class PendingQuery<Q: Query>: QueryJob, @unchecked Sendable {
    /// How the waiter is answered.
    package typealias Waiter = UnsafeContinuation<Result<Q.Result, StoreError>, Never>

    package let deadline: MonotonicTime
    private let query: Q
    private var waiter: Waiter?
    private var result: Result<Q.Result, StoreError> = .failure(.unavailable)

    /// A query on its way into a queue.
    package init(_ query: Q, deadline: MonotonicTime, waiter: Waiter) {
        self.query = query
        self.deadline = deadline
        self.waiter = waiter
    }

    package func run(_ reader: some RowReader, now: WallTime) {
        do {
            result = .success(try query.run(reader, now: now))
        } catch {
            result = .failure(error)
        }
    }

    package func answer() { waiter.take()?.resume(returning: result) }

    package func fail(_ error: StoreError) { waiter.take()?.resume(returning: .failure(error)) }
}
