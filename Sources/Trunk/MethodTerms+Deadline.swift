package import NIOCore

extension MethodTerms {
    /// The time a call gets (PROTOCOL §5): its own wish, else the method's default; never more than its maximum.
    package func timeout(wished: Duration?) -> Duration {
        min(max(wished ?? defaultTimeout, .zero), maximumTimeout)
    }

    /// When a call that arrived at `now` ends. 0 µs means that the call did not say.
    package func deadline(wishedMicroseconds: UInt64, now: NIODeadline) -> NIODeadline {
        let (product, overflow) = wishedMicroseconds.multipliedReportingOverflow(by: 1000)
        let wished = overflow ? Int64.max : Int64(clamping: product)
        return now + .nanoseconds(min(wishedMicroseconds == 0 ? defaultNanoseconds : wished, maximumNanoseconds))
    }
}
