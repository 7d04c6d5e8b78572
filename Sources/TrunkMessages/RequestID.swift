internal import Glibc

/// Makes request ids: UUIDv7, 16 bytes, so that ids made later sort later. Generated clients fill `request_id` with
/// one before the first try; every retry repeats it: one effect, one verdict.
public enum RequestID {
    /// A new id from the system's clock and its random number generator.
    public static func new() -> [UInt8] {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let milliseconds = UInt64(clamping: time.tv_sec) &* 1000 &+ UInt64(clamping: time.tv_nsec / 1_000_000)
        var generator = SystemRandomNumberGenerator()
        return new(milliseconds: milliseconds, random: (generator.next(), generator.next()))
    }

    /// The id of a moment, in milliseconds since 1970, with these random bits.
    package static func new(milliseconds: UInt64, random: (UInt64, UInt64)) -> [UInt8] {
        let version: UInt64 = 7
        let variant: UInt64 = 0b10
        let high = milliseconds << 16 | version << 12 | (random.0 & 0xFFF)
        let low = variant << 62 | (random.1 >> 2)
        return [high, low].flatMap { word in
            (0..<8).map { byte in UInt8(truncatingIfNeeded: word >> (56 - 8 * UInt64(byte))) }
        }
    }
}
