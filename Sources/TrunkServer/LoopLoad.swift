internal import Glibc
internal import NIOCore

/// How busy one event loop is, as replies tell it (PROTOCOL §4, `load`): the share of the last second and a bit that its
/// thread spent on a processor. Costs nothing between two looks.
struct LoopLoad {
    /// 100 % in the unit of the reply header.
    static let full = 10_000

    private static let interval = TimeAmount.seconds(1)

    /// In 1/100 %.
    private(set) var busyShare = 0
    private var lookedAt: NIODeadline?
    private var processorNanoseconds = 0

    /// Looks at the thread's clock when it is time to. On the loop's thread, once per turn.
    mutating func look(now: NIODeadline) {
        guard let lookedAt else { return begin(now: now) }
        let elapsed = now - lookedAt
        guard elapsed >= Self.interval else { return }
        let before = processorNanoseconds
        begin(now: now)
        let spent = processorNanoseconds &- before
        busyShare = min(Self.full, max(0, Int(Double(spent) / Double(elapsed.nanoseconds) * Double(Self.full))))
    }

    /// What a reply tells: the loop's share, or the connection's calls of its limit when that is more.
    func told(openCalls: Int, callsMax: Int) -> UInt16 {
        UInt16(clamping: max(busyShare, min(Self.full, openCalls &* Self.full / max(1, callsMax))))
    }

    private mutating func begin(now: NIODeadline) {
        lookedAt = now
        var time = timespec()
        guard clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0 else { return }
        processorNanoseconds = time.tv_sec &* 1_000_000_000 &+ time.tv_nsec
    }
}
