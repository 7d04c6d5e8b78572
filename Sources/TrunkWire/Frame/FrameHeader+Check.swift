extension FrameHeader {
    /// What the reader of a header knows when it checks one.
    struct Expectation {
        /// Who sent the frame.
        var sender: Side
        /// The reader's limit for a payload, bytes.
        var frameBytesMax: Int
        /// True until the sender's HELLO has been read.
        var helloAwaited: Bool
        /// The highest id a REQUEST has used on this connection; `.connection` before the first.
        var lastStream: StreamID
    }

    /// Checks length, type, flags and stream from the 12 bytes, before any payload is buffered (TRK-215).
    ///
    /// - Throws: TRK-110 to TRK-112 around HELLO, TRK-201 to TRK-211; FRAME_SIZE for a length, else PROTOCOL.
    func check(_ expected: Expectation) throws(ConnectionViolation) {
        guard self.length <= UInt32(clamping: WireLimits.frameBytesCeiling) else {
            throw ConnectionViolation(.frameLengthTopByte, reason: .frameSize)
        }
        guard self.type.isKnown || self.type.isExtension else { throw ConnectionViolation(.unknownType) }
        try self.checkHello(awaited: expected.helloAwaited)
        guard Int(self.length) <= expected.frameBytesMax else {
            throw ConnectionViolation(.frameTooLong, reason: .frameSize)
        }
        if self.type.isExtension { return }
        guard self.type.maySend(expected.sender) else { throw ConnectionViolation(.wrongDirection) }
        let known = self.flags.intersection(.defined)
        guard known.isSubset(of: self.type.allowedFlags(from: expected.sender)) else {
            throw ConnectionViolation(.flagNotAllowed)
        }
        guard self.hasAllowedLength(from: expected.sender) else { throw ConnectionViolation(.wrongFixedLength) }
        try self.checkStream(last: expected.lastStream)
    }

    private func checkHello(awaited: Bool) throws(ConnectionViolation) {
        guard self.type == .hello else {
            if awaited, self.type != .goAway { throw ConnectionViolation(.helloFirst) }
            return
        }
        guard awaited else { throw ConnectionViolation(.helloOnce) }
        guard self.length <= UInt32(clamping: WireLimits.helloBytesMax) else {
            throw ConnectionViolation(.helloTooLong, reason: .frameSize)
        }
    }

    private func hasAllowedLength(from sender: Side) -> Bool {
        switch self.type {
        case .ping, .pong: self.length == 8
        case .credit: self.length == 4
        case .end: sender == .server || self.length == 0
        case .goAway: self.length >= UInt32(clamping: GoAway.fixedByteCount)
        default: true
        }
    }

    private func checkStream(last: StreamID) throws(ConnectionViolation) {
        if self.type.isAboutConnection {
            guard self.stream == .connection else { throw ConnectionViolation(.streamMisplaced) }
            return
        }
        guard self.stream != .connection else { throw ConnectionViolation(.streamMisplaced) }
        guard self.stream.isCall else { throw ConnectionViolation(.notACallID) }
        if self.type == .request {
            guard self.stream > last else { throw ConnectionViolation(.idNotAbove) }
        } else {
            guard self.stream <= last else { throw ConnectionViolation(.idNeverOpened) }
        }
    }
}
