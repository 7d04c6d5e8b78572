internal import NIOCore

/// What follows the header of a REQUEST or RESPONSE, or what a MESSAGE that begins one holds.
enum ReceivedMessage {
    /// Nothing: HAS_MESSAGE is not set.
    case none
    /// The whole message; `decodedBytes` is its declared length once inflated, nil when it is not compressed.
    case whole(ByteBuffer, decodedBytes: Int?)
    /// The first fragment of a message of that many bytes.
    case fragment(totalBytes: Int, decodedBytes: Int?, first: ByteBuffer)

    /// Reads it from what the header has left of the payload.
    ///
    /// - Throws: TRK-306 to TRK-309, TRK-314 and TRK-902 as malformed, TRK-803 and TRK-804 as limits.
    init(flags: FrameFlags, rest: ByteBuffer, limits: WireLimits) throws(CallViolation) {
        guard flags.contains(.hasMessage) else {
            guard rest.readableBytes == 0, flags.isDisjoint(with: [.more, .compressed]) else {
                throw CallViolation(.messageUnannounced)
            }
            self = .none
            return
        }
        try self.init(message: rest, flags: flags, limits: limits)
    }

    /// Reads a MESSAGE that begins a message of a stream.
    ///
    /// - Throws: as above.
    init(beginning frame: Frame, limits: WireLimits) throws(CallViolation) {
        try self.init(message: frame.payload, flags: frame.header.flags, limits: limits)
    }

    /// The message is raw deflate.
    var isCompressed: Bool {
        switch self {
        case .none: false
        case .whole(_, let decodedBytes), .fragment(_, let decodedBytes, _): decodedBytes != nil
        }
    }

    /// Bytes of the whole message on the wire, the fragments that are still to come included.
    var wireBytes: Int {
        switch self {
        case .none: 0
        case .whole(let bytes, _): bytes.readableBytes
        case .fragment(let totalBytes, _, _): totalBytes
        }
    }

    private init(message payload: ByteBuffer, flags: FrameFlags, limits: WireLimits) throws(CallViolation) {
        if flags.isSuperset(of: [.more, .end]) { throw CallViolation(.moreWithEnd) }
        var rest = payload
        var decodedBytes: Int?
        if flags.contains(.compressed) {
            guard limits.acceptsDeflate else { throw CallViolation(.compressionNotNegotiated) }
            guard let declared = rest.readInteger(as: UInt32.self) else { throw CallViolation(.deflateMalformed) }
            guard declared <= UInt32(clamping: limits.messageDecodedBytesMax) else {
                throw CallViolation(.messageDecodedTooLong, limit: .messageDecodedBytes(limits))
            }
            decodedBytes = Int(declared)
        }
        guard flags.contains(.more) else {
            try Self.check(UInt64(rest.readableBytes), isCompressed: decodedBytes != nil, limits)
            self = .whole(rest, decodedBytes: decodedBytes)
            return
        }
        guard let total = rest.readInteger(as: UInt32.self), rest.readableBytes <= total else {
            throw CallViolation(.wrongTotal)
        }
        guard rest.readableBytes > 0 else { throw CallViolation(.emptyFragment) }
        guard rest.readableBytes < total else { throw CallViolation(.wrongTotal) }
        try Self.check(UInt64(total), isCompressed: decodedBytes != nil, limits)
        self = .fragment(totalBytes: Int(total), decodedBytes: decodedBytes, first: rest)
    }

    /// - Throws: TRK-803, or TRK-804: a message that is not compressed obeys the decoded limit as well.
    private static func check(_ bytes: UInt64, isCompressed: Bool, _ limits: WireLimits) throws(CallViolation) {
        guard bytes <= UInt64(clamping: limits.messageWireBytesMax) else {
            throw CallViolation(.messageTooLong, limit: .messageWireBytes(limits))
        }
        guard isCompressed || bytes <= UInt64(clamping: limits.messageDecodedBytesMax) else {
            throw CallViolation(.messageDecodedTooLong, limit: .messageDecodedBytes(limits))
        }
    }

    /// Bytes a peer that sent this REQUEST may still send of its first message: what the announced total leaves.
    ///
    /// For a call that is ended before its message was looked at. 0 for a payload that cannot be read.
    static func announcedRest(of frame: Frame) -> Int {
        guard frame.header.flags.isSuperset(of: [.hasMessage, .more]) else { return 0 }
        let start = frame.payload.readerIndex
        let declaredBytes = frame.header.flags.contains(.compressed) ? FrameEncoder.totalByteCount : 0
        guard let metadata = frame.payload.getInteger(at: start, as: UInt16.self),
            let path = frame.payload.getInteger(at: start + 2, as: UInt8.self),
            let total = frame.payload.getInteger(
                at: start + CallHeader.fixedByteCount + Int(path) + Int(metadata) + declaredBytes, as: UInt32.self)
        else { return 0 }
        return Int(total)
    }
}
