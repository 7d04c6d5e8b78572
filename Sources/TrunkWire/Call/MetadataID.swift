/// The id of a metadata entry in a call header or a reply header.
///
/// Unknown ids are skipped. E0 to EF are never assigned, so that both sides can send them to keep readers honest.
package struct MetadataID: RawRepresentable, Hashable, Sendable {
    /// The id on the wire.
    package let rawValue: UInt8

    /// Any id.
    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Trace context, binary: version, 16 bytes trace id, 8 bytes span id, flags.
    package static let traceParent = MetadataID(rawValue: 0x02)
    /// Trace state, the text of the W3C header.
    package static let traceState = MetadataID(rawValue: 0x03)
    /// The caller's name for this call, for logs.
    package static let callID = MetadataID(rawValue: 0x04)
    /// Bearer token of this call. A secret.
    package static let bearerToken = MetadataID(rawValue: 0x05)
    /// Status text, UTF-8.
    package static let statusText = MetadataID(rawValue: 0x20)
    /// `trunk.v1.ErrorDetails`, protobuf.
    package static let statusDetails = MetadataID(rawValue: 0x21)
    /// Time after which the call may be tried again, µs, u64.
    package static let retryAfter = MetadataID(rawValue: 0x22)
    /// The limit that was hit: u8 name length, name, u64 value.
    package static let hitLimit = MetadataID(rawValue: 0x23)
    /// Bytes without meaning.
    package static let padding = MetadataID(rawValue: 0x30)
    /// A named pair: u8 name length, name, value bytes. May be repeated.
    package static let namedPair = MetadataID(rawValue: 0xF0)

    /// Ids that may stand once in a block (TRK-304).
    var isSingle: Bool {
        switch self {
        case .traceParent, .traceState, .callID, .bearerToken, .statusText, .statusDetails, .retryAfter, .hitLimit:
            true
        default: false
        }
    }

    /// A bit of its own for every id that may stand once, 0 for the others.
    var singleBit: UInt64 {
        self.isSingle ? 1 << UInt64(self.rawValue & 0x3F) : 0
    }
}
