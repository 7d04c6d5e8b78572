/// What fragmented messages of one connection have reserved, backed by the pool of the process (TRK-403).
///
/// Not copyable: what is still reserved when the connection's state goes away is given back exactly once.
struct ReceivePool: ~Copyable {
    private let bytesMax: Int
    private let shared: BytePool?
    private(set) var bytesReserved = 0

    init(bytesMax: Int, shared: BytePool?) {
        self.bytesMax = bytesMax
        self.shared = shared
    }

    /// Reserves all of `bytes` from both pools, or nothing and answers false.
    mutating func reserve(_ bytes: Int) -> Bool {
        guard bytes <= self.bytesMax - self.bytesReserved else { return false }
        if let shared = self.shared, !shared.reserve(bytes) { return false }
        self.bytesReserved += bytes
        return true
    }

    /// Gives back what `reserve` took.
    mutating func release(_ bytes: Int) {
        self.bytesReserved -= bytes
        self.shared?.release(bytes)
    }

    deinit {
        self.shared?.release(self.bytesReserved)
    }
}
