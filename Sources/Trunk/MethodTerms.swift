internal import TrunkMessages

/// The time limits of one method (PROTOCOL §5). Every method has them: one without fails the build of its service.
package struct MethodTerms: Sendable, Hashable {
    /// No stream lives longer; it ends, and its caller goes on with another.
    package static let streamTimeoutMax = Duration.seconds(24 * 60 * 60)

    /// Used when the call does not say.
    package let defaultTimeout: Duration
    /// A longer wish is clamped to this.
    package let maximumTimeout: Duration
    /// A stream without a message either way for so long ends DEADLINE_EXCEEDED, reason `IDLE`; nil never does.
    package let idleTimeout: Duration?
    /// Whether a caller without any identity may call it (`Health.Check` alone).
    package let allowsAnonymous: Bool
    /// Both times once more, because taking a `Duration` apart costs more than a call can spare.
    let defaultNanoseconds: Int64
    let maximumNanoseconds: Int64

    /// Limits of a method.
    package init(
        defaultTimeout: Duration, maximumTimeout: Duration, idleTimeout: Duration? = nil, allowsAnonymous: Bool = false
    ) {
        self.defaultTimeout = defaultTimeout
        self.maximumTimeout = maximumTimeout
        self.idleTimeout = idleTimeout
        self.allowsAnonymous = allowsAnonymous
        defaultNanoseconds = defaultTimeout.nanosecondsClamped
        maximumNanoseconds = maximumTimeout.nanosecondsClamped
    }

    /// Limits of a streaming method: as long as a stream may live, unless it is silent for `idleTimeout`.
    package static func stream(idleTimeout: Duration?, allowsAnonymous: Bool = false) -> MethodTerms {
        MethodTerms(
            defaultTimeout: streamTimeoutMax, maximumTimeout: streamTimeoutMax, idleTimeout: idleTimeout,
            allowsAnonymous: allowsAnonymous)
    }

    /// These limits for a method of this shape: no stream lives longer than `streamTimeoutMax`.
    func held(to shape: CallShape) -> MethodTerms {
        guard shape != .unary, maximumTimeout > Self.streamTimeoutMax else { return self }
        return MethodTerms(
            defaultTimeout: min(defaultTimeout, Self.streamTimeoutMax), maximumTimeout: Self.streamTimeoutMax,
            idleTimeout: idleTimeout, allowsAnonymous: allowsAnonymous)
    }
}
