internal import TelephonyCommandLine
internal import TelephonyMessages

extension PinPolicy {
    /// As JSON.
    var json: JSONValue {
        .object([
            ("minLength", .uint32(minLength)), ("maxLength", .uint32(maxLength)),
            ("forbidExtension", .bool(forbidExtension)), ("forbidReversedExtension", .bool(forbidReversedExtension)),
            ("sameDigitMax", .uint32(sameDigitMax)), ("repeatMode", repeatMode.json),
            ("ascendingLength", .uint32(ascendingLength)), ("descendingLength", .uint32(descendingLength)),
            ("sequenceWraps", .bool(sequenceWraps)), ("forbidDefault", .bool(forbidDefault)),
            ("historyDepth", .uint32(historyDepth)), ("forbidReversedLast", .bool(forbidReversedLast)),
            ("maxFailures", .uint32(maxFailures)), ("autoUnlockAfter", .duration(autoUnlockAfter)),
            ("defaultPinLength", .uint32(defaultPinLength)),
            ("handsetRequiresCustomPin", .bool(handsetRequiresCustomPin)), ("pbxSeesLock", .bool(pbxSeesLock)),
        ])
    }

    /// For people.
    var details: [(String, String)] {
        [
            ("LENGTH", "\(minLength) to \(maxLength) digits"),
            ("FORBID_EXTENSION", forbidExtension.word), ("FORBID_REVERSED_EXTENSION", forbidReversedExtension.word),
            ("SAME_DIGIT_MAX", sameDigitMax == 0 ? "off" : "\(sameDigitMax) (\(repeatMode.word))"),
            ("ASCENDING", Self.sequence(ascendingLength)), ("DESCENDING", Self.sequence(descendingLength)),
            ("SEQUENCE_WRAPS", sequenceWraps.word), ("FORBID_DEFAULT", forbidDefault.word),
            ("HISTORY_DEPTH", "\(historyDepth)"), ("FORBID_REVERSED_LAST", forbidReversedLast.word),
            ("MAX_FAILURES", "\(maxFailures)"),
            ("AUTO_UNLOCK_AFTER", autoUnlockAfter.map(\.shortText) ?? "never"),
            ("DEFAULT_PIN_LENGTH", "\(defaultPinLength)"),
            ("HANDSET_REQUIRES_CUSTOM_PIN", handsetRequiresCustomPin.word), ("PBX_SEES_LOCK", pbxSeesLock.word),
        ]
    }

    /// An answer with its version.
    func answer(version: UInt64) -> Answer {
        Answer(
            details: details + [("VERSION", "\(version)")],
            json: .object([("policy", json), ("version", .uint64(version))]))
    }

    private static func sequence(_ length: UInt32) -> String { length == 0 ? "off" : "\(length) are refused" }
}
