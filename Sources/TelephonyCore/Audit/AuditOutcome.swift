/// How what an audit entry is about ended. The numbers are stored: they never change and are never used again.
package enum AuditOutcome: UInt8, Sendable, Hashable, CaseIterable {
    /// Done, or the PIN was right.
    case done = 1
    /// The PIN was right and must be replaced.
    case changeRequired = 2
    /// The PIN was wrong.
    case rejected = 3
    /// The PIN was wrong, and this was the try that locked it.
    case rejectedAndLocked = 4
    /// The PIN was locked and not looked at.
    case locked = 5
    /// The new PIN broke rules.
    case rulesBroken = 6
    /// There was nothing to change.
    case unchanged = 7
    /// No such number, or not in use: nothing was compared.
    case unknownNumber = 8
    /// The change token was dead or foreign.
    case tokenRefused = 9
    /// A main number has no handset.
    case noHandset = 10
}
