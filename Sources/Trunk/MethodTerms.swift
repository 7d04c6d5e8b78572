/// The time limits of one method (PROTOCOL §5). Every method has them: one without fails the build of its service.
package struct MethodTerms: Sendable, Hashable {
    /// Used when the call does not say.
    package let defaultTimeout: Duration
    /// A longer wish is clamped to this.
    package let maximumTimeout: Duration
    /// Whether a caller without any identity may call it (`Health.Check` alone).
    package let allowsAnonymous: Bool
    /// Both times once more, because taking a `Duration` apart costs more than a call can spare.
    let defaultNanoseconds: Int64
    let maximumNanoseconds: Int64

    /// Limits of a method.
    package init(defaultTimeout: Duration, maximumTimeout: Duration, allowsAnonymous: Bool = false) {
        self.defaultTimeout = defaultTimeout
        self.maximumTimeout = maximumTimeout
        self.allowsAnonymous = allowsAnonymous
        defaultNanoseconds = defaultTimeout.nanosecondsClamped
        maximumNanoseconds = maximumTimeout.nanosecondsClamped
    }
}
