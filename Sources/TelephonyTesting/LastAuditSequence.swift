package import TelephonyCore
package import TelephonyStore

/// Sequence number of the last audit entry. Begins where the asker last stood: a store lets no reading go on for long.
package struct LastAuditSequence: Query {
    private let known: UInt64

    /// The query, from an entry known to be there on; 0 from the first.
    package init(from known: UInt64) { self.known = known }

    /// Walks to the end in steps.
    package func run(_ reader: some RowReader, now: WallTime) throws(StoreError) -> UInt64 {
        var last = known
        while let next = try reader.auditEntries(after: last, limit: 10_000).last { last = next.sequence }
        return last
    }
}
