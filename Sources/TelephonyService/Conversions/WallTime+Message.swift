internal import TelephonyCore
internal import TelephonyMessages
internal import TrunkMessages

extension WallTime {
    /// The moment in a reply.
    var message: Timestamp {
        let (seconds, micros) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        let floor = micros < 0 ? seconds - 1 : seconds
        return Timestamp(
            seconds: floor, nanos: Int32(truncatingIfNeeded: (micros + (micros < 0 ? 1_000_000 : 0)) * 1_000))
    }
}
