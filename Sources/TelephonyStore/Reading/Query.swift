package import TelephonyCore

/// Something to find out: a value that composes rows, without I/O or suspension of its own. One file each under
/// `Queries/`. A store runs many on one consistent state.
package protocol Query: Sendable {
    /// What the caller gets.
    associatedtype Result: Sendable

    /// Composes the answer.
    ///
    /// - Throws: `StoreError.refused` when the actor may not ask or the thing is not there for it; whatever the reader
    ///   throws.
    func run(_ reader: some RowReader, now: WallTime) throws(StoreError) -> Result
}
