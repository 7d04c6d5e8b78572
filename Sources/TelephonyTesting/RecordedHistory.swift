package import TelephonyCore
package import TelephonyStore

/// What a store has recorded, for tests that look behind the services.
package struct RecordedHistory: Query {
    /// Everything recorded, oldest first.
    package struct Result: Sendable {
        /// The audit.
        package let audit: [StoredAuditEntry]
        /// The events.
        package let events: [StoredEvent]
    }

    /// Most entries of each kind that are read.
    package static let entriesMax = 100_000

    private let sequence: UInt64

    /// The query.
    ///
    /// - Parameter sequence: only audit entries after this one.
    package init(auditAfter sequence: UInt64 = 0) { self.sequence = sequence }

    /// Reads it all.
    package func run(_ reader: some RowReader, now: WallTime) throws(StoreError) -> Result {
        Result(
            audit: try reader.auditEntries(after: sequence, limit: Self.entriesMax),
            events: try reader.events(after: 0, limit: Self.entriesMax))
    }
}
