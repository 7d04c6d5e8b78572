internal import TelephonyMessages
internal import TrunkMessages

extension NumberState: NamedValue {
    static let prefix = "NUMBER_STATE_"
    static let words: [(value: NumberState, word: String)] = [
        (.unspecified, "UNSPECIFIED"), (.available, "AVAILABLE"), (.reserved, "RESERVED"), (.pending, "PENDING"),
        (.active, "ACTIVE"), (.cooldown, "COOLDOWN"),
    ]
}

extension NumberType: NamedValue {
    static let prefix = "NUMBER_TYPE_"
    static let words: [(value: NumberType, word: String)] = [
        (.unspecified, "UNSPECIFIED"), (.ordinary, "ORDINARY"), (.main, "MAIN"),
    ]
}

extension PinKind: NamedValue {
    static let prefix = "PIN_KIND_"
    static let words: [(value: PinKind, word: String)] = [
        (.unspecified, "UNSPECIFIED"), (.default, "DEFAULT"), (.custom, "CUSTOM"),
    ]
}

extension PinRule: NamedValue {
    static let prefix = "PIN_RULE_"
    static let words: [(value: PinRule, word: String)] = [
        (.unspecified, "UNSPECIFIED"), (.format, "FORMAT"), (.length, "LENGTH"), (.extension, "EXTENSION"),
        (.extensionReversed, "EXTENSION_REVERSED"), (.sameDigit, "SAME_DIGIT"), (.ascending, "ASCENDING"),
        (.descending, "DESCENDING"), (.default, "DEFAULT"), (.last, "LAST"), (.lastReversed, "LAST_REVERSED"),
    ]
}

extension RepeatMode: NamedValue {
    static let prefix = "REPEAT_MODE_"
    static let words: [(value: RepeatMode, word: String)] = [
        (.unspecified, "UNSPECIFIED"), (.total, "TOTAL"), (.run, "RUN"),
    ]
}

extension SignInOutcome: NamedValue {
    static let prefix = "SIGN_IN_OUTCOME_"
    static let words: [(value: SignInOutcome, word: String)] = [
        (.unspecified, "UNSPECIFIED"), (.accepted, "ACCEPTED"), (.changeRequired, "CHANGE_REQUIRED"),
        (.rejected, "REJECTED"), (.locked, "LOCKED"), (.throttled, "THROTTLED"), (.noHandset, "NO_HANDSET"),
    ]
}

extension ChangePinOutcome: NamedValue {
    static let prefix = "CHANGE_PIN_OUTCOME_"
    static let words: [(value: ChangePinOutcome, word: String)] = [
        (.unspecified, "UNSPECIFIED"), (.changed, "CHANGED"), (.refused, "REFUSED"), (.rejected, "REJECTED"),
        (.locked, "LOCKED"), (.throttled, "THROTTLED"),
    ]
}

extension HealthCheckResponse.ServingStatus: NamedValue {
    static let prefix = ""
    static let words: [(value: HealthCheckResponse.ServingStatus, word: String)] = [
        (.unknown, "UNKNOWN"), (.serving, "SERVING"), (.notServing, "NOT_SERVING"),
        (.serviceUnknown, "SERVICE_UNKNOWN"),
    ]
}
