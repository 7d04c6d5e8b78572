/// What may be told of a PIN; never its value.
package struct PINStatus: Sendable, Hashable {
    /// What is told of the lock to those who may know it.
    package struct Lock: Sendable, Hashable {
        /// When it was locked; nil when it is not.
        package let lockTime: WallTime?
        /// Wrong tries since the last success, reset or unlock.
        package let failures: UInt8
        /// Wrong tries left before the lock; 0 while locked.
        package let triesLeft: UInt8

        /// What is told.
        package init(lockTime: WallTime?, failures: UInt8, triesLeft: UInt8) {
            self.lockTime = lockTime
            self.failures = failures
            self.triesLeft = triesLeft
        }

        /// Whether it is locked.
        package var isLocked: Bool { lockTime != nil }
    }

    /// Whether the Default PIN is in force.
    package let isDefault: Bool
    /// The lock and the counter; nil for a viewer who is not told.
    package let lock: Lock?
    /// Generation of the PIN.
    package let generation: UInt64
    /// When the PIN in force was set; nil for a Default PIN never replaced.
    package let changeTime: WallTime?
    /// When it was last reset.
    package let resetTime: WallTime?
    /// Version of the policy under which a custom PIN was set; 0 for the default.
    package let policyVersion: UInt64

    /// The status of a number's PIN at `now`, for a viewer. A lock that is over by the clock is not shown.
    package init(of pin: PINRecord, under policy: PINPolicy, at now: WallTime, for viewer: Role) {
        let isLocked = pin.isLocked(under: policy, at: now)
        let hasLapsed = pin.lockTime != nil && !isLocked
        let failures = hasLapsed ? 0 : pin.failures
        isDefault = pin.isDefault
        lock =
            Permissions.seesLock(viewer, under: policy)
            ? Lock(
                lockTime: isLocked ? pin.lockTime : nil, failures: failures,
                triesLeft: isLocked ? 0 : policy.maxFailures - min(failures, policy.maxFailures))
            : nil
        generation = pin.generation
        changeTime = pin.changeTime
        resetTime = pin.resetTime
        policyVersion = pin.policyVersion
    }
}
