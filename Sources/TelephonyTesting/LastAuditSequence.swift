package import TelephonyCore
package import TelephonyStore

/// Sequence number of the last audit entry; 0 when there is none.
package struct LastAuditSequence: Query {
    /// The query.
    package init() {}

    /// Walks to the end in steps.
    package func run(_ reader: some RowReader, now: WallTime) throws(StoreError) -> UInt64 {
        var last: UInt64 = 0
        while let next = try reader.auditEntries(after: last, limit: 10_000).last { last = next.sequence }
        return last
    }
}
