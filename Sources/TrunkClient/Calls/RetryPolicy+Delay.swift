internal import NIOCore
internal import Trunk

extension RetryPolicy {
    /// The wait before a retry: drawn evenly from zero to a bound that doubles with each (full jitter).
    ///
    /// - Parameter retries: how many there were before this one.
    func delay(afterRetries retries: Int, using generator: inout some RandomNumberGenerator) -> TimeAmount {
        let longest = delayMax.nanosecondsClamped
        // Beyond 62 doublings every bound is the longest.
        let doublings = min(max(retries, 0), 62)
        let (product, overflow) = firstDelayMax.nanosecondsClamped.multipliedReportingOverflow(
            by: Int64(1) << doublings)
        let bound = overflow ? longest : min(product, longest)
        return .nanoseconds(Int64.random(in: 0...max(bound, 0), using: &generator))
    }
}
