internal import NIOCore

extension CallHeader {
    /// Where the parts of a REQUEST's payload lie: offsets from its first byte, all within it.
    struct Layout {
        var metadataStart: Int
        var restStart: Int

        var pathStart: Int { CallHeader.fixedByteCount }

        /// The bytes from one offset to another.
        func slice(_ start: Int, _ end: Int, of payload: ByteBuffer) -> ByteBuffer {
            payload.getSlice(at: payload.readerIndex + start, length: end - start) ?? ByteBuffer()
        }

        /// What follows the header: the message, or its first fragment with the u32 in front of it.
        func rest(of payload: ByteBuffer) -> ByteBuffer {
            self.slice(self.restStart, payload.readableBytes, of: payload)
        }
    }

    /// Takes a REQUEST's payload apart and checks its metadata.
    ///
    /// - Throws: TRK-301 or TRK-302 when it is too short, and what `Metadata.check` throws.
    static func read(_ payload: ByteBuffer, limits: WireLimits) throws(CallViolation) -> (CallHeader, Layout) {
        let start = payload.readerIndex
        guard let word = payload.getInteger(at: start, as: UInt64.self),
            let timeout = payload.getInteger(at: start + 8, as: UInt64.self)
        else { throw CallViolation(.headerTooShort) }
        let header = CallHeader(
            attempt: UInt8(truncatingIfNeeded: word >> 32), creditBytes: UInt32(truncatingIfNeeded: word),
            timeoutMicros: timeout)
        let metadataStart = Self.fixedByteCount + Int(UInt8(truncatingIfNeeded: word >> 40))
        let layout = Layout(
            metadataStart: metadataStart, restStart: metadataStart + Int(UInt16(truncatingIfNeeded: word >> 48)))
        guard layout.restStart <= payload.readableBytes else { throw CallViolation(.headerOverruns) }
        if layout.restStart > metadataStart {
            try Metadata.check(layout.slice(metadataStart, layout.restStart, of: payload), limits: limits)
        }
        return (header, layout)
    }
}
