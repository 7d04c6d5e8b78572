internal import TelephonyCommandLine
internal import TelephonyMessages
internal import TrunkMessages

extension JSONValue {
    /// A time in UTC; null when it is absent or cannot be said.
    static func time(_ time: Timestamp?) -> JSONValue { time?.rfc3339.map { .text($0) } ?? .null }

    /// A duration; null when it is absent.
    static func duration(_ duration: Duration?) -> JSONValue { duration.map { .text($0.protobufText) } ?? .null }

    /// Broken rules.
    static func violations(_ violations: [RuleViolation]) -> JSONValue {
        .array(violations.map { .object([("rule", $0.rule.json), ("text", .text($0.text))]) })
    }
}

extension Timestamp? {
    /// The time for people; empty when it is absent.
    var shortText: String { self?.rfc3339Seconds ?? "" }
}

extension Bool {
    /// For people.
    var word: String { self ? "yes" : "no" }
}
