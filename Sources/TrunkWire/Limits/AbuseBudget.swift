internal import NIOCore

/// The points a peer may spend on misbehaviour that is tolerated one at a time (TRK-809).
///
/// Starts full, is refilled by time and by calls that complete without RESET, and never holds more than its
/// maximum. Time comes in as a parameter and may stand still; it is not expected to run backwards, and if it does
/// nothing is refilled.
struct AbuseBudget {
    private let pointsMax: Int
    private let nanosecondsPerPoint: UInt64
    private var points: Int
    private var refilledAt: NIODeadline

    /// A full budget.
    init(limits: WireLimits, now: NIODeadline) {
        self.pointsMax = limits.abusePointsMax
        self.nanosecondsPerPoint = 1_000_000_000 / UInt64(max(1, limits.abusePointsPerSecond))
        self.points = limits.abusePointsMax
        self.refilledAt = now
    }

    /// Takes `cost` points. False when they are not there: the connection closes with EXCESSIVE.
    mutating func charge(_ cost: Int, now: NIODeadline) -> Bool {
        self.refill(now: now)
        self.points -= cost
        return self.points >= 0
    }

    /// Gives a point back for a call that completed without RESET.
    mutating func callCompleted() {
        if self.points < self.pointsMax { self.points += 1 }
    }

    private mutating func refill(now: NIODeadline) {
        let earned = now.nanoseconds(since: self.refilledAt) / max(1, self.nanosecondsPerPoint)
        guard earned > 0 else { return }
        let missing = self.pointsMax - self.points
        guard earned < UInt64(clamping: missing) else {
            self.points = self.pointsMax
            self.refilledAt = now
            return
        }
        self.points += Int(clamping: earned)
        self.refilledAt = .uptimeNanoseconds(
            self.refilledAt.uptimeNanoseconds &+ earned &* self.nanosecondsPerPoint)
    }
}
