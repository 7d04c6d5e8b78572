internal import NIOCore

/// Bytes in, frames out: a frame, not yet, or malformed.
///
/// Holds at most one unfinished frame beyond what it was just given. What is left of a read is copied out of the
/// read's buffer, so that a few waiting bytes do not keep a whole read alive.
struct FrameDecoder {
    /// A kept remainder may sit in a storage of at most this, bytes, or four times its size.
    private static let keptStorageBytes = 4_096

    private(set) var bytes = ByteBuffer()
    /// When the first byte of the unfinished frame came; nil when there is none.
    private(set) var waitingSince: NIODeadline?

    /// Takes newly read bytes.
    mutating func append(_ read: ByteBuffer) {
        if self.bytes.readableBytes == 0 {
            self.bytes = read
        } else {
            self.bytes.writeImmutableBuffer(read)
        }
    }

    /// The preface, when it is all there.
    ///
    /// - Throws: `ForeignPreface` when the bytes are not the magic.
    mutating func preface() throws(ForeignPreface) -> Preface? {
        try Preface.read(from: &self.bytes)
    }

    /// The next frame; nil when it is not all there yet.
    ///
    /// - Throws: a rule about the header that was broken; nothing more can be read after it.
    mutating func next(
        _ expected: FrameHeader.Expectation, now: NIODeadline
    ) throws(ConnectionViolation) -> Frame? {
        guard let header = FrameHeader(peeking: self.bytes, at: self.bytes.readerIndex) else {
            self.wait(now: now)
            return nil
        }
        try header.check(expected)
        let end = FrameHeader.byteCount + Int(header.length)
        guard self.bytes.readableBytes >= end,
            let payload = self.bytes.getSlice(
                at: self.bytes.readerIndex + FrameHeader.byteCount, length: Int(header.length))
        else {
            self.wait(now: now)
            return nil
        }
        self.bytes.moveReaderIndex(forwardBy: end)
        self.waitingSince = nil
        return Frame(header: header, payload: payload)
    }

    /// True when the unfinished frame has had its time: a fixed part, and its length at the slowest rate (TRK-802).
    func isLate(limits: WireLimits, now: NIODeadline) -> Bool {
        guard let waitingSince = self.waitingSince else { return false }
        let length = FrameHeader(peeking: self.bytes, at: self.bytes.readerIndex)?.length ?? 0
        let transfer = UInt64(length) &* 1_000 / max(1, limits.frameBytesPerSecondMin)
        let (allowed, overflow) = limits.frameArrivalMillisMax.addingReportingOverflow(transfer)
        return !overflow && now.milliseconds(since: waitingSince) >= allowed
    }

    /// The owner has not been reading for so many nanoseconds: they do not count as the peer's.
    mutating func stoodStill(nanoseconds: UInt64) {
        guard let waitingSince = self.waitingSince else { return }
        self.waitingSince = waitingSince + .nanoseconds(Int64(clamping: nanoseconds))
    }

    private mutating func wait(now: NIODeadline) {
        let left = self.bytes.readableBytes
        guard left > 0 else {
            self.bytes = ByteBuffer()
            self.waitingSince = nil
            return
        }
        if self.waitingSince == nil { self.waitingSince = now }
        if self.bytes.readerIndex > 0 || self.bytes.storageCapacity > max(Self.keptStorageBytes, 4 * left) {
            var kept = ByteBuffer()
            kept.writeImmutableBuffer(self.bytes)
            self.bytes = kept
        }
    }
}
