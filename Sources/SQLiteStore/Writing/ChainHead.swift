internal import Crypto
internal import TelephonyCore
internal import TelephonyStore

/// Where the audit and the revisions stand. Lives in the writer's memory; the last rows of the store are the truth.
struct ChainHead: Sendable, Hashable {
    /// Number of the last audit entry; 0 before the first.
    private(set) var sequence: UInt64
    /// Hash of the last audit entry; zeros before the first.
    private(set) var hash: [UInt8]
    /// The last revision.
    var revision: UInt64
    /// The revision of the last audit entry.
    private(set) var auditRevision: UInt64

    /// The head behind a last audit entry.
    init(sequence: UInt64, hash: [UInt8], revision: UInt64, auditRevision: UInt64) {
        self.sequence = sequence
        self.hash = hash
        self.revision = revision
        self.auditRevision = auditRevision
    }

    /// Before the first entry.
    static let genesis = ChainHead(
        sequence: 0, hash: [UInt8](repeating: 0, count: SHA256.byteCount), revision: 0, auditRevision: 0)

    /// Takes the next entry into the chain.
    mutating func append(_ entry: [UInt8], revision: UInt64) {
        sequence += 1
        auditRevision = revision
        let chained = AuditCoding.chained(after: hash, sequence: sequence, revision: revision, entry: entry)
        hash = Array(SHA256.hash(data: chained))
    }
}
