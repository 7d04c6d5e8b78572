/// `google.protobuf.Duration` in Swift is `Duration`.
extension Duration {
    /// Most seconds a `google.protobuf.Duration` can say, either way: 10,000 years.
    package static let protobufSecondsMax: Int64 = 315_576_000_000

    /// A duration from its two numbers; nil when they are out of range or of different signs.
    package init?(protobufSeconds seconds: Int64, nanoseconds: Int32) {
        let secondsMax = Duration.protobufSecondsMax
        guard (-secondsMax...secondsMax).contains(seconds), (-999_999_999...999_999_999).contains(nanoseconds),
            seconds == 0 || nanoseconds == 0 || (seconds < 0) == (nanoseconds < 0)
        else { return nil }
        self = .seconds(seconds) + .nanoseconds(Int64(nanoseconds))
    }

    /// The two numbers, saturated at the range; parts of a nanosecond are cut off.
    package var protobufParts: (seconds: Int64, nanoseconds: Int32) {
        let (seconds, attoseconds) = components
        let secondsMax = Duration.protobufSecondsMax
        if seconds >= secondsMax { return (secondsMax, 0) }
        if seconds <= -secondsMax { return (-secondsMax, 0) }
        return (seconds, Int32(clamping: attoseconds / 1_000_000_000))
    }
}
