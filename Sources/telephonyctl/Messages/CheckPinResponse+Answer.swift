internal import TelephonyCommandLine
internal import TelephonyMessages

extension CheckPinResponse {
    /// What was found.
    var answer: Answer {
        Answer(
            details: [("OK", (status == .done).word)] + violations.map { ("RULE", "\($0.rule.word): \($0.text)") } + [
                ("SECRET_RULES_CHECKED", secretRulesChecked.word), ("RETRY_AFTER", retryAfter.map(\.shortText) ?? ""),
            ],
            json: .object([
                ("violations", .violations(violations)), ("secretRulesChecked", .bool(secretRulesChecked)),
                ("retryAfter", .duration(retryAfter)),
            ]))
    }

    /// The same for people.
    var lines: [String] {
        if let retryAfter { return ["THROTTLED", "  wait \(retryAfter.shortText), then try again"] }
        let verdict = violations.isEmpty ? "OK" : "REFUSED"
        let rest = secretRulesChecked ? [] : ["  rules that compare with earlier PINs were not checked"]
        return [verdict] + violations.map { "  \($0.rule.word): \($0.text)" } + rest
    }

    /// The exit status.
    var status: ExitStatus { retryAfter != nil ? .tryAgain : violations.isEmpty ? .done : .no }
}
