package import TelephonyCore

/// A query with its waiter, whatever its result: what queues hold. Answered exactly once.
package protocol QueryJob: AnyObject, Sendable {
    /// When it is dropped if it has not begun.
    var deadline: MonotonicTime { get }

    /// Runs the query and keeps what came of it until `answer`.
    func run(_ reader: some RowReader, now: WallTime)

    /// Hands what came of it to the waiter.
    func answer()

    /// Tells the waiter that there is no answer.
    func fail(_ error: StoreError)
}
