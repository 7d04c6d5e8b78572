/// What a deactivation did.
package struct DeactivateNumberReply: Sendable, Hashable {
    /// What is stored of it.
    struct Flags: OptionSet {
        let rawValue: UInt32
        static let unlocked = Flags(rawValue: 1)
        static let pinWiped = Flags(rawValue: 2)
    }

    /// The number now.
    package let number: NumberView
    /// Whether a lock was lifted by it.
    package let unlocked: Bool
    /// Whether a custom PIN was wiped by it.
    package let pinWiped: Bool

    init(
        _ stored: StoredOutcome, _ record: NumberRecord, _ policy: PINPolicy, at now: WallTime, for viewer: Role
    ) {
        let flags = Flags(rawValue: stored.flags)
        number = NumberView(record, under: policy, at: now, for: viewer)
        unlocked = flags.contains(.unlocked)
        pinWiped = flags.contains(.pinWiped)
    }
}
