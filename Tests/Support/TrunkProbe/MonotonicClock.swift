internal import Glibc

/// The clock that other processes of this machine read as well (`CLOCK_MONOTONIC`).
enum MonotonicClock {
    /// Nanoseconds since some moment that is the same for every process.
    static var nanoseconds: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
