package import TrunkMessages

extension Timestamp {
    private static let secondsRange: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

    /// The time in UTC as RFC 3339 and proto3 JSON write it, or nil when it is outside of the years 1 to 9999.
    package var rfc3339: String? { text(withFraction: true) }

    /// The same to the second, for people.
    package var rfc3339Seconds: String? { text(withFraction: false) }

    private func text(withFraction: Bool) -> String? {
        guard Self.secondsRange.contains(seconds), (0...999_999_999).contains(nanos) else { return nil }
        let days = Self.floorDivide(seconds, 86_400)
        let second = UInt64(seconds - days * 86_400)
        let (year, month, day) = Self.civil(days)
        let date = "\(DecimalText.padded(year, 4))-\(DecimalText.padded(month, 2))-\(DecimalText.padded(day, 2))"
        let clock = [second / 3600, second / 60 % 60, second % 60].map { DecimalText.padded($0, 2) }
        let fraction = withFraction ? DecimalText.fraction(nanoseconds: UInt64(nanos.magnitude)) : ""
        return "\(date)T\(clock.joined(separator: ":"))\(fraction)Z"
    }

    /// Year, month and day of a day counted from 1970-01-01: eras of 400 years that begin on 1 March.
    private static func civil(_ days: Int64) -> (year: UInt64, month: UInt64, day: UInt64) {
        let shifted = days + 719_468
        let era = floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year.magnitude, month.magnitude, day.magnitude)
    }

    private static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
        value >= 0 ? value / divisor : (value - divisor + 1) / divisor
    }
}
