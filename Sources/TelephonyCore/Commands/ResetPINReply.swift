/// What a reset did.
package struct ResetPINReply: Sendable, Hashable {
    /// What is stored of it.
    struct Flags: OptionSet {
        let rawValue: UInt32
        static let changed = Flags(rawValue: 1)
        static let unlocked = Flags(rawValue: 2)
    }

    /// Whether a custom PIN was replaced; false when the default was in force already.
    package let changed: Bool
    /// Whether a lock was lifted (S-10).
    package let unlocked: Bool
    /// When (S-18).
    package let resetTime: WallTime
    /// What to tell the holder.
    package let holderMessage: String
    /// The number now.
    package let number: NumberView

    init(
        _ stored: StoredOutcome, _ record: NumberRecord, _ policy: PINPolicy, at now: WallTime, for viewer: Role
    ) {
        let flags = Flags(rawValue: stored.flags)
        changed = flags.contains(.changed)
        unlocked = flags.contains(.unlocked)
        resetTime = stored.time
        holderMessage = HolderMessage.afterReset(wasDefault: !changed, unlocked: unlocked, policy)
        number = NumberView(record, under: policy, at: now, for: viewer)
    }
}
