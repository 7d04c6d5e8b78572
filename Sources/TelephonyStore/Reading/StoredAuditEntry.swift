package import TelephonyCore

/// An audit entry with its place in the chain.
package struct StoredAuditEntry: Sendable, Hashable {
    /// Its number in the order, from 1 without gaps.
    package let sequence: UInt64
    /// Revision of the command that it belongs to.
    package let revision: UInt64
    /// What it says.
    package let entry: AuditEntry
    /// SHA-256 over the hash before, sequence, revision and entry.
    package let hash: [UInt8]

    /// An entry as it is stored.
    package init(sequence: UInt64, revision: UInt64, entry: AuditEntry, hash: [UInt8]) {
        self.sequence = sequence
        self.revision = revision
        self.entry = entry
        self.hash = hash
    }
}
