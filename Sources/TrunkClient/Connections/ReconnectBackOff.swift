internal import NIOCore

/// How long a client waits before it connects again after a connection that ended before the server's HELLO: doubled
/// each time and jittered, so that a server which is full or broken is not besieged.
struct ReconnectBackOff {
    /// The first wait is at most this, ms.
    static let firstMillis: Int64 = 10
    /// No wait is longer than this, ms.
    static let longestMillis: Int64 = 1000

    private var ceilingMillis = Self.firstMillis

    /// The next wait: random, between half of the ceiling and the ceiling, which is then doubled.
    mutating func next(using generator: inout some RandomNumberGenerator) -> TimeAmount {
        let millis = Int64.random(in: ceilingMillis / 2...ceilingMillis, using: &generator)
        ceilingMillis = min(ceilingMillis * 2, Self.longestMillis)
        return .milliseconds(millis)
    }

    /// The server has greeted: the next failure waits as the first did.
    mutating func reset() {
        ceilingMillis = Self.firstMillis
    }
}
