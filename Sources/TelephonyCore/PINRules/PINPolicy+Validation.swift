extension PINPolicy {
    /// How long a lock may last when it ends by itself.
    package static let autoUnlocks: ClosedRange<Duration> = .seconds(60) ... .seconds(30 * 24 * 3600)
    /// Lengths of forbidden sequences, when the rule is on.
    package static let sequenceLengths: ClosedRange<UInt8> = 2...12
    /// Range of `sameDigitMax`, when the rule is on.
    package static let sameDigitLimits: ClosedRange<UInt8> = 1...12

    /// Checks ranges, and that the rules admit PINs of the shortest and of the default's length (RL-26).
    ///
    /// - Throws: `Refusal.invalid` with the first field that is wrong.
    package func validate() throws(Refusal) {
        try Self.check(Self.lengths.contains(minLength), "min_length", "must be 4 to 12")
        try Self.check(Self.lengths.contains(maxLength), "max_length", "must be 4 to 12")
        try Self.check(minLength <= maxLength, "max_length", "must not be less than min_length")
        try Self.check(
            sameDigitMax == 0 || Self.sameDigitLimits.contains(sameDigitMax), "same_digit_max", "must be 0 to 12")
        try Self.check(
            ascendingLength == 0 || Self.sequenceLengths.contains(ascendingLength), "ascending_length",
            "must be 0 or 2 to 12")
        try Self.check(
            descendingLength == 0 || Self.sequenceLengths.contains(descendingLength), "descending_length",
            "must be 0 or 2 to 12")
        try Self.check(Self.historyDepths.contains(historyDepth), "history_depth", "must be 0 to 25")
        try Self.check(Self.failureLimits.contains(maxFailures), "max_failures", "must be 2 to 10")
        if let autoUnlockAfter {
            try Self.check(
                Self.autoUnlocks.contains(autoUnlockAfter), "auto_unlock_after", "must be 1 minute to 30 days")
        }
        try Self.check(
            (minLength...maxLength).contains(defaultPINLength), "default_pin_length",
            "must lie between min_length and max_length")
        // Ten digits, each so often: a longer PIN cannot be without breaking the rule.
        let longest = sameDigitMax == 0 || repeatMode == .run ? UInt8.max : sameDigitMax * 10
        try Self.check(
            longest >= defaultPINLength, "same_digit_max", "leaves no PIN of the length of a Default PIN")
    }

    private static func check(_ holds: Bool, _ field: String, _ problem: String) throws(Refusal) {
        guard holds else { throw .invalid(field: "policy.\(field)", problem: problem) }
    }
}
