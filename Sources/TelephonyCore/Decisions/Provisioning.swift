/// Who carries a number's way in and out of use to the phone system: the seam of PENDING.
///
/// Activating and deactivating begin by making the number PENDING; whoever provisions then says that it is done. The
/// built-in way needs nobody and is done at once, so PENDING begins and ends within one decision, is never stored, and
/// is audited as one act. A way that takes time is a second case here: its `begin` answers `.pending` with a deadline,
/// and a command of its own completes it. States, deadline and fall-back are in `NumberState` already.
package enum Provisioning: UInt8, Sendable, Hashable, CaseIterable {
    /// Done at once.
    case immediate = 1

    /// The state after a change has begun at `now`.
    package func begin(_ change: NumberState.PendingChange, at now: WallTime, _ terms: DomainTerms) -> NumberState {
        switch self {
        case .immediate: Self.completed(change, at: now, terms)
        }
    }

    /// The state after a change is done at `now`.
    package static func completed(
        _ change: NumberState.PendingChange, at now: WallTime, _ terms: DomainTerms
    ) -> NumberState {
        switch change {
        case .activating: .active
        case .deactivating: .cooldown(until: now.adding(terms.cooldown))
        }
    }
}
