internal import TelephonyCommandLine
internal import TelephonyMessages

extension ChangePinResponse {
    /// The outcome with every broken rule.
    var answer: Answer {
        Answer(
            details: [("OUTCOME", outcome.word)] + violations.map { ("RULE", "\($0.rule.word): \($0.text)") } + [
                ("GENERATION", generation == 0 ? "" : "\(generation)"),
                ("CANDIDATES_LEFT", candidatesLeft == 0 ? "" : "\(candidatesLeft)"),
                ("RETRY_AFTER", retryAfter.map(\.shortText) ?? ""),
            ],
            json: .object([
                ("outcome", outcome.json), ("violations", .violations(violations)),
                ("generation", .uint64(generation)), ("retryAfter", .duration(retryAfter)),
                ("candidatesLeft", .uint32(candidatesLeft)),
            ]))
    }

    /// The outcome for people: one word, then a line per broken rule.
    var lines: [String] { [outcome.word] + violations.map { "  \($0.rule.word): \($0.text)" } }
}

extension ChangePinOutcome {
    /// The exit status.
    var status: ExitStatus {
        switch self {
        case .changed: .done
        case .refused, .rejected: .no
        case .locked: .locked
        case .throttled: .tryAgain
        case .unspecified, .unrecognized: .protocolMismatch
        }
    }
}
