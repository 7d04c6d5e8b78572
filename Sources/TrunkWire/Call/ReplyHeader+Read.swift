internal import NIOCore

extension ReplyHeader {
    /// The payload of a RESPONSE or of the server's END taken apart.
    struct Parts {
        var header: ReplyHeader
        var metadata: Metadata
        /// What follows the header: the message or its first fragment with the u32 in front of it.
        var rest: ByteBuffer
    }

    /// Takes the payload apart and checks its metadata.
    ///
    /// - Throws: TRK-301 or TRK-302 when it is too short, and what `Metadata(checking:limits:)` throws.
    static func read(_ payload: ByteBuffer, limits: WireLimits) throws(CallViolation) -> Parts {
        var rest = payload
        guard let word = rest.readInteger(as: UInt64.self) else { throw CallViolation(.headerTooShort) }
        let header = ReplyHeader(
            load: UInt16(truncatingIfNeeded: word >> 32), elapsedMicros: UInt32(truncatingIfNeeded: word))
        guard let block = rest.readSlice(length: Int(UInt16(truncatingIfNeeded: word >> 48))) else {
            throw CallViolation(.headerOverruns)
        }
        let metadata = try Metadata(checking: block, limits: limits)
        return Parts(header: header, metadata: metadata, rest: rest)
    }
}
