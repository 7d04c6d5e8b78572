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

    /// The query.
    package init() {}

    /// Reads it all.
    package func run(_ reader: some RowReader, now: WallTime) throws(StoreError) -> Result {
        Result(
            audit: try reader.auditEntries(after: 0, limit: Self.entriesMax),
            events: try reader.events(after: 0, limit: Self.entriesMax))
    }
}
