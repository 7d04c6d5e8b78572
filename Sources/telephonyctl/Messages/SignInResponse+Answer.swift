internal import TelephonyCommandLine
internal import TelephonyMessages

extension SignInResponse {
    /// The verdict; the token is never shown.
    var answer: Answer {
        Answer(
            details: [
                ("OUTCOME", outcome.word), ("PIN_IS_DEFAULT", pinIsDefault.word), ("GENERATION", "\(generation)"),
                ("CHANGE_TOKEN", changeToken == nil ? "" : "***"),
                ("CHANGE_TOKEN_EXPIRES", changeTokenExpireTime.shortText),
                ("RETRY_AFTER", retryAfter.map(\.shortText) ?? ""),
            ],
            json: .object([
                ("outcome", outcome.json), ("pinIsDefault", .bool(pinIsDefault)), ("generation", .uint64(generation)),
                ("changeToken", changeToken == nil ? .null : .redacted),
                ("changeTokenExpireTime", .time(changeTokenExpireTime)), ("retryAfter", .duration(retryAfter)),
            ]))
    }
}

extension SignInOutcome {
    /// The exit status: only what opens the surface is 0, and a required change only when its token was kept.
    func status(keepsToken: Bool) -> ExitStatus {
        switch self {
        case .accepted: .done
        case .changeRequired: keepsToken ? .done : .no
        case .rejected, .noHandset: .no
        case .locked: .locked
        case .throttled: .tryAgain
        case .unspecified, .unrecognized: .protocolMismatch
        }
    }
}
