internal import TelephonyCommandLine
internal import TelephonyMessages

extension PinStatus {
    /// As JSON.
    var json: JSONValue {
        .object([
            ("kind", kind.json), ("locked", .bool(locked)), ("lockTime", .time(lockTime)),
            ("failures", .uint32(failures)), ("triesLeft", .uint32(triesLeft)), ("generation", .uint64(generation)),
            ("changeTime", .time(changeTime)), ("resetTime", .time(resetTime)),
            ("lastSuccessTime", .time(lastSuccessTime)), ("policyVersion", .uint64(policyVersion)),
        ])
    }

    /// For people.
    var details: [(String, String)] {
        [
            ("PIN", kind.word), ("LOCKED", locked.word), ("LOCKED_SINCE", lockTime.shortText),
            ("FAILURES", "\(failures)"), ("TRIES_LEFT", "\(triesLeft)"), ("GENERATION", "\(generation)"),
            ("CHANGED", changeTime.shortText), ("RESET", resetTime.shortText),
            ("LAST_SUCCESS", lastSuccessTime.shortText),
            ("POLICY_VERSION", policyVersion == 0 ? "" : "\(policyVersion)"),
        ]
    }
}
