internal import NIOCore

/// Whether a peer that does not read its replies makes any progress (PROTOCOL §8, unread output).
struct OutputProgress {
    private var queuedBytes = 0
    private var writtenBytes = 0
    private var movedAt = NIODeadline.distantPast

    /// Bytes were handed to the channel.
    mutating func queued(_ count: Int) {
        queuedBytes &+= count
    }

    /// Looks at a channel that still holds `bufferedBytes`; true when nothing has left it for `limit`.
    mutating func isStalled(bufferedBytes: Int, now: NIODeadline, limit: TimeAmount) -> Bool {
        let written = queuedBytes &- bufferedBytes
        if written != writtenBytes || movedAt == .distantPast {
            writtenBytes = written
            movedAt = now
        }
        return now - movedAt >= limit
    }

    /// The channel holds nothing: nothing is owed.
    mutating func isFlowing() {
        movedAt = .distantPast
    }
}
