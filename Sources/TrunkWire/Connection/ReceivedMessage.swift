internal import NIOCore

/// What follows the header of a REQUEST or RESPONSE.
enum ReceivedMessage {
    /// Nothing: HAS_MESSAGE is not set.
    case none
    /// The whole message.
    case whole(ByteBuffer)
    /// The first fragment of a message of that many bytes.
    case fragment(totalBytes: Int, first: ByteBuffer)

    /// Reads it from what the header has left of the payload.
    ///
    /// - Throws: TRK-306 to TRK-309 and TRK-314 as malformed, TRK-803 as a limit.
    init(flags: FrameFlags, rest: ByteBuffer, limits: WireLimits) throws(CallViolation) {
        guard flags.contains(.hasMessage) else {
            guard rest.readableBytes == 0, flags.isDisjoint(with: [.more, .compressed]) else {
                throw CallViolation(.messageUnannounced)
            }
            self = .none
            return
        }
        if flags.isSuperset(of: [.more, .end]) { throw CallViolation(.moreWithEnd) }
        // Inflating begins here once HELLO 08 is negotiated: u32 decoded length, then raw deflate.
        if flags.contains(.compressed) { throw CallViolation(.compressionNotNegotiated) }
        guard flags.contains(.more) else {
            guard rest.readableBytes <= limits.messageBytesMax else {
                throw CallViolation(.messageTooLong, limit: .messageWireBytes(limits))
            }
            self = .whole(rest)
            return
        }
        var first = rest
        guard let total = first.readInteger(as: UInt32.self), first.readableBytes <= total else {
            throw CallViolation(.wrongTotal)
        }
        guard first.readableBytes > 0 else { throw CallViolation(.emptyFragment) }
        guard Int(total) <= limits.messageBytesMax else {
            throw CallViolation(.messageTooLong, limit: .messageWireBytes(limits))
        }
        self = .fragment(totalBytes: Int(total), first: first)
    }

    /// Bytes a peer that sent this REQUEST may still send of its first message: what the announced total leaves.
    ///
    /// For a call that is ended before its message was looked at. 0 for a payload that cannot be read.
    static func announcedRest(of frame: Frame) -> Int {
        guard frame.header.flags.isSuperset(of: [.hasMessage, .more]) else { return 0 }
        let start = frame.payload.readerIndex
        guard let metadata = frame.payload.getInteger(at: start, as: UInt16.self),
            let path = frame.payload.getInteger(at: start + 2, as: UInt8.self),
            let total = frame.payload.getInteger(
                at: start + CallHeader.fixedByteCount + Int(path) + Int(metadata), as: UInt32.self)
        else { return 0 }
        return Int(total)
    }
}
