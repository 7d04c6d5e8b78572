package import NIOCore

extension Settings {
    /// Reads the payload of a HELLO.
    ///
    /// - Throws: TRK-112 (FRAME_SIZE), TRK-113, TRK-114, TRK-115, TRK-116 (PROTOCOL). Unknown ids are skipped.
    package init(reading payload: ByteBuffer, from side: Side) throws(ConnectionViolation) {
        guard payload.readableBytes <= WireLimits.helloBytesMax else {
            throw ConnectionViolation(.helloTooLong, reason: .frameSize)
        }
        self = .floor
        var rest = payload
        var seen: UInt32 = 0
        while rest.readableBytes > 0 {
            guard let entry = TLV.read(from: &rest) else { throw ConnectionViolation(.helloCutShort) }
            guard let id = SettingID(rawValue: entry.id.rawValue) else { continue }
            let bit: UInt32 = 1 << UInt32(id.rawValue)
            guard seen & bit == 0 else { throw ConnectionViolation(.helloRepeated) }
            seen |= bit
            try self.take(id, entry.value, from: side)
        }
    }

    private mutating func take(_ id: SettingID, _ value: ByteBuffer, from side: Side) throws(ConnectionViolation) {
        switch id {
        case .software: self.software = value.getString(at: value.readerIndex, length: value.readableBytes) ?? ""
        case .schemaFingerprint: self.schemaFingerprint = value
        case .bearerToken: self.bearerToken = BearerToken(bytes: value)
        case .deadlineMicrosMax: self.deadlineMicrosMax = try Self.integer(value)
        case .defaultDeadlineMicros: self.defaultDeadlineMicros = try Self.integer(value)
        default: try self.takeNumber(id, Self.integer(value), from: side)
        }
    }

    private mutating func takeNumber(_ id: SettingID, _ value: UInt32, from side: Side) throws(ConnectionViolation) {
        if let floor = id.floor(from: side), value < floor { throw ConnectionViolation(.helloBelowFloor) }
        switch id {
        case .frameBytesMax: self.frameBytesMax = min(Int(value), WireLimits.frameBytesCeiling)
        case .messageDecodedBytesMax: self.messageDecodedBytesMax = min(Int(value), WireLimits.messageBytesCeiling)
        case .messageWireBytesMax: self.messageWireBytesMax = min(Int(value), WireLimits.messageBytesCeiling)
        case .concurrentStreamsMax where side == .server:
            self.concurrentStreamsMax = min(Int(value), WireLimits.concurrentStreamsCeiling)
        case .initialCreditBytes: self.initialCreditBytes = min(value, WireLimits.creditBytesCeiling)
        case .pingIntervalMillisMin: self.pingIntervalMillisMin = value
        case .compression: self.compression = value
        case .metadataBytesMax: self.metadataBytesMax = min(Int(value), WireLimits.metadataBytesCeiling)
        default: break
        }
    }

    private static func integer<Integer: FixedWidthInteger>(
        _ value: ByteBuffer
    ) throws(ConnectionViolation) -> Integer {
        guard value.readableBytes == Integer.bitWidth / 8,
            let integer = value.getInteger(at: value.readerIndex, as: Integer.self)
        else { throw ConnectionViolation(.helloWidth) }
        return integer
    }
}
