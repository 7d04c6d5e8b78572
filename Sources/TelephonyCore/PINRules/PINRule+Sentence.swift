extension PINRule {
    /// One sentence to read to the holder. Speaks of the policy only, never of a digit of the candidate.
    package func sentence(under policy: PINPolicy) -> String {
        switch self {
        case .format: "A PIN has only the digits 0 to 9."
        case .length: "A PIN has \(policy.lengthPhrase)."
        case .extension: "The PIN must not be your extension."
        case .extensionReversed: "The PIN must not be your extension read backwards."
        case .sameDigit: Self.sameDigit(policy)
        case .ascending: "The PIN must not have \(policy.ascendingLength) digits counting up, as in 345."
        case .descending: "The PIN must not have \(policy.descendingLength) digits counting down, as in 543."
        case .default: "The PIN must not be the default PIN."
        case .last: policy.historyDepth > 1 ? "The PIN was used before." : "The PIN must not be the last PIN."
        case .lastReversed: "The PIN must not be the last PIN read backwards."
        }
    }

    private static func sameDigit(_ policy: PINPolicy) -> String {
        let refused = Int(policy.sameDigitMax) + 1
        return switch policy.repeatMode {
        case .total: "The PIN must not have the same digit \(refused) times or more."
        case .run: "The PIN must not have the same digit \(refused) times or more in a row."
        }
    }
}
