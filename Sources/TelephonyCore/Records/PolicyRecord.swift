/// A policy as it is set at a level.
package struct PolicyRecord: Sendable, Hashable {
    /// Where it is set.
    package let level: PolicyLevel
    /// The rules.
    package var policy: PINPolicy
    /// Raised by every change, from 1.
    package var version: UInt64

    /// A record with all its columns.
    package init(level: PolicyLevel, policy: PINPolicy, version: UInt64) {
        self.level = level
        self.policy = policy
        self.version = version
    }

    /// What holds at the platform before anybody has set anything.
    package static let factory = PolicyRecord(level: .platform, policy: PINPolicy(), version: 1)
}
