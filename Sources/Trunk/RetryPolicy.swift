/// How often, and how soon, a call that failed is made again. What may be made again at all is the schema's word:
/// methods without side effects and idempotent ones, and any call that certainly was not executed (PROTOCOL §6).
public struct RetryPolicy: Sendable, Hashable {
    /// Attempts of one call, the first one included; 1 makes none again.
    public var attemptsMax: Int
    /// Longest wait before the second attempt; each further one may wait twice as long. The wait is drawn evenly from
    /// zero to this, and a server's own wish to wait is kept instead.
    public var firstDelayMax: Duration
    /// No wait is drawn from more than this.
    public var delayMax: Duration

    /// Three attempts, waits of up to 50 ms at first and 2 s at last.
    public init(
        attemptsMax: Int = 3, firstDelayMax: Duration = .milliseconds(50), delayMax: Duration = .seconds(2)
    ) {
        self.attemptsMax = attemptsMax
        self.firstDelayMax = firstDelayMax
        self.delayMax = delayMax
    }

    /// What a client does that was not told otherwise.
    public static let standard = RetryPolicy()
    /// One attempt; a call that certainly was not executed is still sent once more on another connection.
    public static let none = RetryPolicy(attemptsMax: 1)
}
