package import TelephonyCore

extension RowReader {
    /// The policy that holds for a number, resolved by the core.
    package func effectivePolicy(for number: NumberRecord?) throws(StoreError) -> PolicyRecord {
        var rows = Rows()
        if let policy = try policy(.platform) { rows.put(policy) }
        return rows.effectivePolicy(for: number)
    }
}
