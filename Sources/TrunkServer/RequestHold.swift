internal import TrunkMessages
internal import TrunkWire

/// What the long requests of one connection's running handlers keep in memory, beside what is still arriving: a handler
/// may read its request's bytes until it returns (TRK-403), and what they were unpacked to lives as long (TRK-810).
struct RequestHold {
    /// Requests up to this are not counted: the number of calls at one time bounds them.
    static let uncountedBytesMax = WireLimits.frameBytesFloor
    /// Heap charged for unpacking one byte; more than most messages take, and never above what the guard lets one take.
    private static let unpackedBytesPerByte = 16

    private let bytesMax: Int
    private let pool: BytePool
    private let unpackPool: BytePool
    private(set) var bytesHeld = 0

    /// Why a request has to wait for others.
    enum Refusal: Error {
        /// The connection's or the process's receive pool.
        case receivePool
        /// The process's pool for unpacking.
        case unpackPool
    }

    /// Holds at most `bytesMax` of the process's `pool`, and the heap of unpacking from `unpackPool`.
    init(bytesMax: Int, pool: BytePool, unpackPool: BytePool) {
        self.bytesMax = bytesMax
        self.pool = pool
        self.unpackPool = unpackPool
    }

    /// Reserves a message of `count` bytes.
    ///
    /// - Returns: What has to be given back: 0 for a short one.
    mutating func take(_ count: Int) throws(Refusal) -> Int {
        guard count > Self.uncountedBytesMax else { return 0 }
        guard count <= bytesMax - bytesHeld, pool.reserve(count) else { throw .receivePool }
        guard unpackPool.reserve(Self.heapBytes(count)) else {
            pool.release(count)
            throw .unpackPool
        }
        bytesHeld += count
        return count
    }

    /// The handler has returned, or has gone on to its next message.
    mutating func giveBack(_ count: Int) {
        guard count > 0 else { return }
        bytesHeld -= count
        pool.release(count)
        unpackPool.release(Self.heapBytes(count))
    }

    private static func heapBytes(_ count: Int) -> Int {
        let (product, overflow) = count.multipliedReportingOverflow(by: unpackedBytesPerByte)
        let heapBytesMax = DecodeLimits.standard.heapBytes
        return overflow ? heapBytesMax : min(product, heapBytesMax)
    }
}
