extension Duration {
    private static let units: [(suffix: String, nanoseconds: Int64)] = [
        ("ms", 1_000_000), ("us", 1_000), ("s", 1_000_000_000), ("m", 60_000_000_000), ("h", 3_600_000_000_000),
        ("d", 86_400_000_000_000),
    ]

    /// A duration as people type it: `250ms`, `5s`, `1.5s`, `1m30s`, `2h`, `1d`; nil for anything else, negative ones
    /// and more than 292 years included.
    package init?(typed text: String) {
        var rest = Substring(text)
        var total: Int64 = 0
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            rest = rest.dropFirst(digits.count)
            let suffix = rest.prefix { $0.isASCII && $0.isLetter }
            rest = rest.dropFirst(suffix.count)
            guard let unit = Self.units.first(where: { $0.suffix == suffix }),
                let part = Self.scaled(digits, by: unit.nanoseconds)
            else { return nil }
            let (sum, overflow) = total.addingReportingOverflow(part)
            guard !overflow else { return nil }
            total = sum
        }
        self = .nanoseconds(total)
    }

    /// The duration for people, in its two largest units: `1m 30s`, `250ms`, `0s`.
    package var shortText: String {
        let (seconds, attoseconds) = components
        if seconds == 0 {
            let microseconds = attoseconds / 1_000_000_000_000
            if microseconds == 0 { return "0s" }
            return microseconds % 1000 == 0 || microseconds >= 10_000 ? "\(microseconds / 1000)ms" : "\(microseconds)us"
        }
        let parts = [(86_400, "d"), (3_600, "h"), (60, "m"), (1, "s")] as [(Int64, String)]
        var rest = seconds
        var words: [String] = []
        for (size, suffix) in parts where rest >= size && words.count < 2 {
            words.append("\(rest / size)\(suffix)")
            rest %= size
        }
        return words.joined(separator: " ")
    }

    /// The duration as proto3 JSON writes it: seconds with 0, 3, 6 or 9 decimals, and an `s`.
    package var protobufText: String {
        let (seconds, attoseconds) = components
        let nanoseconds = attoseconds / 1_000_000_000
        let sign = seconds < 0 || nanoseconds < 0 ? "-" : ""
        return sign + "\(seconds.magnitude)" + DecimalText.fraction(nanoseconds: nanoseconds.magnitude) + "s"
    }

    private static func scaled(_ digits: Substring, by unit: Int64) -> Int64? {
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = Int64(parts[0]), whole >= 0 else { return nil }
        let (product, overflow) = whole.multipliedReportingOverflow(by: unit)
        guard !overflow else { return nil }
        guard parts.count == 2 else { return product }
        guard let fraction = Int64(parts[1]), parts[1].utf8.count <= 9 else { return nil }
        // At most 9 decimals: the divisor is at most 10^9, and a unit is at most a day, so Double keeps what is asked.
        var divisor = 1.0
        for _ in parts[1].utf8 { divisor *= 10 }
        let part = Int64((Double(fraction) * Double(unit) / divisor).rounded())
        let (sum, sumOverflow) = product.addingReportingOverflow(part)
        return sumOverflow ? nil : sum
    }
}
