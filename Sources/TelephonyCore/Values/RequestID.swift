/// The caller's own name for one request (UUIDv7): what makes a retry the same attempt.
package struct RequestID: Sendable, Hashable {
    /// The UUID.
    package let uuid: UUIDBytes

    /// Wraps a UUID; nil unless it is of version 7, since its age is judged by its own time stamp.
    package init?(uuid: UUIDBytes) {
        guard uuid.high >> 12 & 0xF == 7, uuid.low >> 62 == 2 else { return nil }
        self.uuid = uuid
    }

    /// When the caller made it, to the millisecond.
    package var time: WallTime { WallTime(microseconds: Int64(uuid.high >> 16) &* 1_000) }
}
