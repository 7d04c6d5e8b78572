import TelephonyCore
import TelephonyStore

/// The audit from its beginning.
struct AllAudit: Query {
    func run(_ reader: some RowReader, now: WallTime) throws(StoreError) -> [StoredAuditEntry] {
        try reader.auditEntries(after: 0, limit: 100_000)
    }
}

/// The last revision.
struct LastRevision: Query {
    func run(_ reader: some RowReader, now: WallTime) throws(StoreError) -> UInt64 { try reader.revision() }
}

/// Events after a revision.
struct EventsAfter: Query {
    let revision: UInt64
    let limit: Int
    func run(_ reader: some RowReader, now: WallTime) throws(StoreError) -> [StoredEvent] {
        try reader.events(after: revision, limit: limit)
    }
}

/// An operator, whoever asks.
struct AnyOperator: Query {
    let id: OperatorID
    func run(_ reader: some RowReader, now: WallTime) throws(StoreError) -> OperatorRecord? { try reader.operator(id) }
}

/// A site, whoever asks.
struct AnySite: Query {
    let id: SiteID
    func run(_ reader: some RowReader, now: WallTime) throws(StoreError) -> SiteRecord? { try reader.site(id) }
}

extension TelephonyStore {
    /// The subjects of all audit entries, in order.
    func subjects() async throws -> [String] { try await read(AllAudit()).map(\.entry.subject) }
}
