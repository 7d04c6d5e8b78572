internal import NIOCore

extension CallHeader {
    /// A REQUEST's payload taken apart.
    struct Parts {
        var header: CallHeader
        var path: ByteBuffer
        var metadata: Metadata
        /// What follows the header: the message or its first fragment with the u32 in front of it.
        var rest: ByteBuffer
    }

    /// Takes a REQUEST's payload apart and checks its metadata.
    ///
    /// - Throws: TRK-301 or TRK-302 when it is too short, and what `Metadata(checking:limits:)` throws.
    static func read(_ payload: ByteBuffer, limits: WireLimits) throws(CallViolation) -> Parts {
        var rest = payload
        guard let (word, timeout) = rest.readMultipleIntegers(as: (UInt64, UInt64).self) else {
            throw CallViolation(.headerTooShort)
        }
        let header = CallHeader(
            attempt: UInt8(truncatingIfNeeded: word >> 32), creditBytes: UInt32(truncatingIfNeeded: word),
            timeoutMicros: timeout)
        guard let path = rest.readSlice(length: Int(UInt8(truncatingIfNeeded: word >> 40))),
            let block = rest.readSlice(length: Int(UInt16(truncatingIfNeeded: word >> 48)))
        else { throw CallViolation(.headerOverruns) }
        let metadata = try Metadata(checking: block, limits: limits)
        return Parts(header: header, path: path, metadata: metadata, rest: rest)
    }
}
