package import TelephonyCore

/// Why the store gives no answer. Only `unknownOutcome` leaves open whether something was written.
package enum StoreError: Error, Sendable, Hashable {
    /// Why a command or query was not begun, or was undone as a whole.
    package enum Reason: Sendable, Hashable {
        /// Its deadline passed while it waited.
        case expired
        /// The queue is full.
        case overloaded
        /// The store is closing, or closed.
        case stopping
        /// There is no room on the disk; reading goes on (RL-09).
        case storeFull
        /// Another connection held the store for too long (RL-05).
        case busy
    }

    /// The command or query refused by itself; nothing was written.
    case refused(Refusal)
    /// Nothing was written, for certain: the caller may try again.
    case notExecuted(Reason)
    /// The commit failed or the store broke: the changes may be there or not (RL-08). No verdict may be given; asking
    /// again under the same request id finds out.
    case unknownOutcome
    /// The store cannot read; nothing was written.
    case unavailable
}
