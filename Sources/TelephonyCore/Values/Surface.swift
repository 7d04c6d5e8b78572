/// Where a PIN is used: one PIN, one counter and one lock for all three (S-01, S-11, R-8).
package enum Surface: UInt8, Sendable, Hashable, CaseIterable {
    /// The voicemail mailbox.
    case voicemail = 1
    /// The desk handset.
    case handset = 2
    /// The voice portal.
    case portal = 3
}
