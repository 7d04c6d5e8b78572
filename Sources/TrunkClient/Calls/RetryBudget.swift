/// How many retries a client may spend (PROTOCOL §9): a server in trouble is not asked three times by everybody.
///
/// Ten tokens at most; a failure takes one, a success gives a tenth, and at five or below nothing is tried again.
struct RetryBudget {
    /// Tenths of a token, so that the sums are exact.
    static let tenthsMax = 100
    /// What a failure takes, tenths.
    static let failureTenths = 10
    /// At this or below nothing is tried again, tenths.
    static let exhaustedTenths = 50

    private(set) var tenths = Self.tenthsMax

    /// Whether a failed call may be made again.
    var allowsRetry: Bool { tenths > Self.exhaustedTenths }

    /// A call failed in a way that another attempt could mend.
    mutating func failed() {
        tenths = max(tenths - Self.failureTenths, 0)
    }

    /// A call was answered with OK.
    mutating func succeeded() {
        tenths = min(tenths + 1, Self.tenthsMax)
    }
}
