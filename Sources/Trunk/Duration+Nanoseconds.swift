extension Duration {
    /// This duration in nanoseconds, held to what an `Int64` can say; negative ones are 0.
    package var nanosecondsClamped: Int64 {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        if overflow { return .max }
        let (sum, sumOverflow) = product.addingReportingOverflow(attoseconds / 1_000_000_000)
        return sumOverflow ? .max : sum
    }

    /// This duration in whole microseconds, rounded up so that what is positive stays so.
    package var microsecondsClamped: UInt64 {
        let nanoseconds = UInt64(nanosecondsClamped)
        return nanoseconds / 1000 + (nanoseconds % 1000 == 0 ? 0 : 1)
    }

    /// A number of microseconds as it came off the wire; more than 292,000 years are held to that.
    package static func microseconds(clamping count: UInt64) -> Duration {
        .microseconds(Int64(clamping: count))
    }
}
