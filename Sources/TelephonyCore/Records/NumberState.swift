/// Where a number is in its life (domain 2.3).
///
/// ```
/// available -allocate-> reserved -activate-> pending(activating) -> active
/// active -deactivate-> pending(deactivating) -> cooldown -timer-> reserved -deallocate-> available
/// ```
package enum NumberState: Sendable, Hashable {
    /// Provisioned, without an owner.
    case available
    /// Allocated to an owner.
    case reserved
    /// On its way to active or to cooldown; falls back when the deadline passes.
    case pending(PendingChange, deadline: WallTime)
    /// In use.
    case active
    /// Deactivated; reserved again after `until`.
    case cooldown(until: WallTime)

    /// Where a pending number is going.
    package enum PendingChange: UInt8, Sendable, Hashable {
        /// To active.
        case activating = 1
        /// To cooldown.
        case deactivating = 2
    }
}
