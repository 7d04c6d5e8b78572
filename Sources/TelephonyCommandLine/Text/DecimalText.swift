/// Figures as text, without a locale.
package enum DecimalText {
    /// The fraction of a second as proto3 JSON writes it: nothing, or a point and 3, 6 or 9 digits.
    package static func fraction(nanoseconds: UInt64) -> String {
        if nanoseconds == 0 { return "" }
        if nanoseconds % 1_000_000 == 0 { return "." + padded(nanoseconds / 1_000_000, 3) }
        if nanoseconds % 1_000 == 0 { return "." + padded(nanoseconds / 1_000, 6) }
        return "." + padded(nanoseconds, 9)
    }

    /// A number with leading zeros.
    package static func padded(_ number: UInt64, _ digits: Int) -> String {
        let text = "\(number)"
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }

    /// A number with `decimals` digits behind the point, rounded; `-` when it is not finite.
    package static func fixed(_ number: Double, _ decimals: Int) -> String {
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let scaled = (number * scale).rounded()
        guard scaled.isFinite, let whole = Int64(exactly: scaled) else { return "-" }
        guard decimals > 0 else { return "\(whole)" }
        let unit = UInt64(scale)
        let sign = whole < 0 ? "-" : ""
        return sign + "\(whole.magnitude / unit)." + padded(whole.magnitude % unit, decimals)
    }

    /// A count with commas between thousands.
    package static func grouped(_ count: UInt64) -> String {
        let digits = Array("\(count)")
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return text
    }
}
