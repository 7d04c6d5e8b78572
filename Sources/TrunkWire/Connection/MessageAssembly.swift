internal import NIOCore

/// A fragmented message on its way in; all of it has been reserved from the pool (TRK-403).
struct MessageAssembly {
    /// Bytes of the whole message, as announced.
    let totalBytes: Int
    /// Its declared length once inflated; nil = not compressed.
    let decodedBytes: Int?
    /// Credit its sender has spent on it.
    let creditBytes: Int
    /// What has come so far.
    private(set) var bytes: ByteBuffer

    /// Begins with the first fragment, which is not empty and not longer than the total.
    init(totalBytes: Int, decodedBytes: Int? = nil, creditBytes: Int = 0, first: ByteBuffer) {
        self.totalBytes = totalBytes
        self.decodedBytes = decodedBytes
        self.creditBytes = creditBytes
        self.bytes = ByteBuffer()
        self.bytes.reserveCapacity(totalBytes)
        self.bytes.writeImmutableBuffer(first)
    }

    /// Bytes still to come.
    var missingBytes: Int { self.totalBytes - self.bytes.readableBytes }

    /// The joined message of a stream; its reservation goes back with its credit, when the owner has taken it.
    var message: WireMessage {
        WireMessage(
            self.bytes, decodedBytes: self.decodedBytes, creditBytes: self.creditBytes, reservedBytes: self.totalBytes)
    }

    /// Adds a MESSAGE frame's payload; true when the message is complete.
    ///
    /// - Throws: TRK-307 to TRK-310.
    mutating func add(_ frame: Frame) throws(CallViolation) -> Bool {
        let flags = frame.header.flags
        if flags.contains(.compressed) { throw CallViolation(.compressedFragment) }
        if flags.isSuperset(of: [.more, .end]) { throw CallViolation(.moreWithEnd) }
        let count = frame.payload.readableBytes
        guard count > 0 else { throw CallViolation(.emptyFragment) }
        guard count <= self.missingBytes else { throw CallViolation(.wrongTotal) }
        let isLast = !flags.contains(.more)
        guard isLast == (count == self.missingBytes) else { throw CallViolation(.wrongTotal) }
        self.bytes.writeImmutableBuffer(frame.payload)
        return isLast
    }
}
