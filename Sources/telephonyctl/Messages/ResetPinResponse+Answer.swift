internal import TelephonyCommandLine
internal import TelephonyMessages

extension ResetPinResponse {
    /// What the reset did.
    var answer: Answer {
        Answer(
            details: [
                ("CHANGED", changed.word), ("UNLOCKED", unlocked.word), ("RESET_TIME", resetTime.shortText),
                ("HOLDER_MESSAGE", holderMessage), ("ETAG", etag),
            ],
            json: .object([
                ("changed", .bool(changed)), ("unlocked", .bool(unlocked)), ("resetTime", .time(resetTime)),
                ("holderMessage", .text(holderMessage)), ("status", status?.json ?? .null), ("etag", .text(etag)),
            ]))
    }
}

extension UnlockPinResponse {
    /// What the unlock did.
    var answer: Answer {
        Answer(
            details: [("UNLOCKED", unlocked.word), ("ETAG", etag)],
            json: .object([
                ("unlocked", .bool(unlocked)), ("status", status?.json ?? .null), ("etag", .text(etag)),
            ]))
    }
}
