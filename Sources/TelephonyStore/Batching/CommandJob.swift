package import TelephonyCore

/// A command with its waiter, whatever its reply: what queues and batches hold. Used by one thread at a time, and
/// answered exactly once.
package protocol CommandJob: AnyObject, Sendable {
    /// When it is dropped if it has not begun.
    var deadline: MonotonicTime { get }

    /// The rows it still needs.
    func missingRows(in rows: Rows) -> [RowKey]

    /// Decides and keeps the reply until `answer`; deciding again replaces it.
    ///
    /// - Throws: `Refusal` when the command cannot be carried out.
    func decide(
        _ rows: Rows, _ environment: Environment<some PINVault>, random: inout some RandomNumberGenerator
    ) throws(Refusal) -> Changes

    /// Keeps a refusal that the store found instead of the command.
    func refuse(_ refusal: Refusal)

    /// Hands the reply, or the refusal, to the waiter; the changes are durable.
    func answer(revision: UInt64)

    /// Tells the waiter that there is none.
    func fail(_ error: StoreError)
}
