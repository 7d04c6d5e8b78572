/// How many failed tries one source may make before it has to wait (Q-11, T-3, T-4).
package struct ThrottleLimits: Sendable, Hashable {
    /// Failed tries a source may make at once.
    package var failureBurst: UInt32
    /// Time after which one more is allowed.
    package var failureInterval: Duration
    /// Different numbers a source may fail at within `targetWindow`: one common PIN tried everywhere shows here.
    package var distinctTargetsMax: UInt32
    /// Length of the window for distinct targets.
    package var targetWindow: Duration

    /// Limits with every value given.
    package init(
        failureBurst: UInt32, failureInterval: Duration, distinctTargetsMax: UInt32, targetWindow: Duration
    ) {
        self.failureBurst = failureBurst
        self.failureInterval = failureInterval
        self.distinctTargetsMax = distinctTargetsMax
        self.targetWindow = targetWindow
    }

    /// One origin behind a principal: a caller, a handset, an address.
    package static let origin = ThrottleLimits(
        failureBurst: 30, failureInterval: .seconds(20), distinctTargetsMax: 50, targetWindow: .seconds(600))

    /// A principal as a whole: a phone system with all its callers.
    package static let principal = ThrottleLimits(
        failureBurst: 2_000, failureInterval: .milliseconds(100), distinctTargetsMax: 1_000,
        targetWindow: .seconds(600))

    /// No limit that anybody reaches.
    package static let none = ThrottleLimits(
        failureBurst: .max, failureInterval: .microseconds(1), distinctTargetsMax: .max, targetWindow: .seconds(1))
}
