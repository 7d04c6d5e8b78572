internal import TrunkWire

/// What the long requests of one connection's running handlers keep in memory, beside what is still arriving: a handler
/// may read its request's bytes until it returns (TRK-403, TRK-810).
struct RequestHold {
    /// Requests up to this are not counted: the number of calls at one time bounds them.
    static let uncountedBytesMax = WireLimits.frameBytesFloor

    private let bytesMax: Int
    private let pool: BytePool
    private(set) var bytesHeld = 0

    /// Holds at most `bytesMax` of the process's `pool`.
    init(bytesMax: Int, pool: BytePool) {
        self.bytesMax = bytesMax
        self.pool = pool
    }

    /// Reserves a request of `count` bytes; answers what has to be given back, or nil when there is no room.
    mutating func take(_ count: Int) -> Int? {
        guard count > Self.uncountedBytesMax else { return 0 }
        guard count <= bytesMax - bytesHeld, pool.reserve(count) else { return nil }
        bytesHeld += count
        return count
    }

    /// The handler has returned.
    mutating func giveBack(_ count: Int) {
        guard count > 0 else { return }
        bytesHeld -= count
        pool.release(count)
    }
}
