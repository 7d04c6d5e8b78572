extension PINPolicy {
    /// The rules that a candidate breaks by its shape and the number's extension: a pure function of the three, safe to
    /// answer to anybody (S-22…S-26, S-30, R-1…R-4). FORMAT stands alone.
    package func structuralViolations(
        of pin: borrowing PIN, extensionNumber: ExtensionNumber?
    ) -> PINViolations {
        guard pin.isWellFormed else { return PINViolations(.format) }
        var broken = PINViolations()
        if pin.count < Int(minLength) || pin.count > Int(maxLength) { broken.insert(.length) }
        if let extensionNumber {
            // A palindrome is both: it breaks the first of the two rules that is on, once.
            if forbidExtension, Self.equals(pin, extensionNumber, reversed: false) {
                broken.insert(.extension)
            } else if forbidReversedExtension, Self.equals(pin, extensionNumber, reversed: true) {
                broken.insert(.extensionReversed)
            }
        }
        if sameDigitMax > 0, repeats(pin) { broken.insert(.sameDigit) }
        if runs(pin, by: 1, length: ascendingLength) { broken.insert(.ascending) }
        if runs(pin, by: 9, length: descendingLength) { broken.insert(.descending) }
        return broken
    }

    /// Whether one digit stands in the PIN more often than `sameDigitMax` (S-24).
    private func repeats(_ pin: borrowing PIN) -> Bool {
        switch repeatMode {
        case .total: repeatsAnywhere(pin)
        case .run: repeatsInARow(pin)
        }
    }

    private func repeatsAnywhere(_ pin: borrowing PIN) -> Bool {
        // Ten counters of eight bits in two words: a PIN has at most 64 characters, so none overflows.
        var low: UInt64 = 0
        var high: UInt64 = 0
        var most: UInt64 = 0
        for index in 0..<pin.count {
            let digit = pin.digit(at: index)
            let shift = UInt64(digit % 5) * 8
            if digit < 5 { low += 1 << shift } else { high += 1 << shift }
            most = max(most, (digit < 5 ? low : high) >> shift & 0xFF)
        }
        return most > UInt64(sameDigitMax)
    }

    private func repeatsInARow(_ pin: borrowing PIN) -> Bool {
        var run = 0
        for index in 0..<pin.count {
            run = index > 0 && pin.digit(at: index) == pin.digit(at: index - 1) ? run + 1 : 1
            if run > Int(sameDigitMax) { return true }
        }
        return false
    }

    /// Whether so many neighbours differ by `step` modulo ten, 1 for ascending and 9 for descending; a step over the
    /// end of the digits counts only when sequences wrap.
    private func runs(_ pin: borrowing PIN, by step: UInt8, length: UInt8) -> Bool {
        guard length > 0 else { return false }
        var run = 0
        for index in 0..<pin.count {
            run = index > 0 && follows(pin.digit(at: index - 1), pin.digit(at: index), step) ? run + 1 : 1
            if run >= Int(length) { return true }
        }
        return false
    }

    private func follows(_ first: UInt8, _ second: UInt8, _ step: UInt8) -> Bool {
        guard (first + step) % 10 == second else { return false }
        return sequenceWraps || (step == 1 ? first < second : first > second)
    }

    private static func equals(
        _ pin: borrowing PIN, _ extensionNumber: ExtensionNumber, reversed: Bool
    ) -> Bool {
        let count = extensionNumber.count
        guard pin.count == count else { return false }
        for index in 0..<count
        where pin.digit(at: index) != extensionNumber.digit(at: reversed ? count - 1 - index : index) {
            return false
        }
        return true
    }
}
