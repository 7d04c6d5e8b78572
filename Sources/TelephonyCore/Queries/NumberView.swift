/// A number as it is shown to somebody: what the clock says of its state, and its PIN without the PIN (S-40).
package struct NumberView: Sendable, Hashable {
    /// The row. Its `state` is the stored one: show `state` of this view instead.
    package let record: NumberRecord
    /// Where it is now.
    package let state: NumberState
    /// When COOLDOWN or PENDING ends; nil in other states.
    package let stateExpireTime: WallTime?
    /// The PIN.
    package let pin: PINStatus

    /// A number as `viewer` sees it at `now`.
    package init(_ record: NumberRecord, under policy: PINPolicy, at now: WallTime, for viewer: Role) {
        self.record = record
        state = record.state(at: now)
        stateExpireTime = record.stateExpireTime(at: now)
        pin = PINStatus(of: record.pin, under: policy, at: now, for: viewer)
    }
}
