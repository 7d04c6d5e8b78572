package import TelephonyCore

/// An event with its revision.
package struct StoredEvent: Sendable, Hashable {
    /// Revision of the command that it belongs to.
    package let revision: UInt64
    /// What happened.
    package let event: Event

    /// An event as it is stored.
    package init(revision: UInt64, event: Event) {
        self.revision = revision
        self.event = event
    }
}
