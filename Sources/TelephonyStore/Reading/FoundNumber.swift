package import TelephonyCore

/// A number that a query found, with what else is told of it. Shown to somebody as the core's `FoundNumber`.
package struct FoundNumber: Sendable {
    /// The number.
    package let number: NumberRecord
    /// The policy that holds for it: how many tries are left, whether a lock has ended.
    package let policy: PolicyRecord
    /// The last successful sign-in on any surface; nil when there was none.
    package let lastSuccess: WallTime?

    /// A number with its surroundings.
    package init(_ number: NumberRecord, from reader: some RowReader) throws(StoreError) {
        self.number = number
        policy = try reader.effectivePolicy(for: number)
        lastSuccess = try reader.lastSuccess(of: number.id)
    }
}
