/// The id of a HELLO setting.
enum SettingID: UInt8, CaseIterable {
    case frameBytesMax = 0x01
    case messageDecodedBytesMax = 0x02
    case concurrentStreamsMax = 0x03
    case initialCreditBytes = 0x04
    case pingIntervalMillisMin = 0x05
    case deadlineMicrosMax = 0x06
    case defaultDeadlineMicros = 0x07
    case compression = 0x08
    case metadataBytesMax = 0x09
    case software = 0x0A
    case schemaFingerprint = 0x0B
    case bearerToken = 0x0C
    case messageWireBytesMax = 0x0D

    /// Ids E0 to EF are never assigned; one of them is sent in every HELLO (TRK-119).
    static func grease(_ random: UInt64) -> UInt8 {
        0xE0 | UInt8(truncatingIfNeeded: random & 0x0F)
    }

    /// The smallest value allowed; nil when there is no floor (TRK-116).
    func floor(from side: Side) -> UInt32? {
        switch self {
        case .frameBytesMax: UInt32(clamping: WireLimits.frameBytesFloor)
        case .messageDecodedBytesMax: UInt32(clamping: WireLimits.messageDecodedBytesFloor)
        case .concurrentStreamsMax: side == .server ? UInt32(clamping: WireLimits.concurrentStreamsFloor) : nil
        case .initialCreditBytes: WireLimits.initialCreditBytesFloor
        case .metadataBytesMax: UInt32(clamping: WireLimits.metadataBytesFloor)
        case .messageWireBytesMax: UInt32(clamping: WireLimits.messageWireBytesFloor)
        default: nil
        }
    }
}
