/// What the owner does at the end of a turn.
package enum TurnAction: Hashable, Sendable {
    /// Write and flush the outgoing buffer if it holds anything.
    case write
    /// Write and flush, shut down writing, discard input for at most `WireLimits.lingerMillisMax`, then close.
    /// Told exactly once.
    case writeThenClose(CloseReason)
}
