/// The type byte of a frame.
///
/// Types 80 to FF are extensions: an unknown one is skipped (TRK-213). Types 00 and 0B to 7F are refused (TRK-203).
package struct FrameType: RawRepresentable, Hashable, Sendable {
    /// The byte on the wire.
    package let rawValue: UInt8

    /// Any byte; whether it means something is `isKnown` and `isExtension`.
    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Settings, first frame of each side, exactly once.
    package static let hello = FrameType(rawValue: 0x01)
    /// Opens a call; client to server.
    package static let request = FrameType(rawValue: 0x02)
    /// The reply of a unary call; server to client.
    package static let response = FrameType(rawValue: 0x03)
    /// A message of a stream, or a fragment of any message.
    package static let message = FrameType(rawValue: 0x04)
    /// Half-close from the client, final status from the server.
    package static let end = FrameType(rawValue: 0x05)
    /// Cancels a call; client to server.
    package static let reset = FrameType(rawValue: 0x06)
    /// More bytes may be sent on a stream.
    package static let credit = FrameType(rawValue: 0x07)
    /// Keepalive question.
    package static let ping = FrameType(rawValue: 0x08)
    /// Keepalive answer.
    package static let pong = FrameType(rawValue: 0x09)
    /// No more calls, or: this connection is over.
    package static let goAway = FrameType(rawValue: 0x0A)

    /// True for 80 to FF.
    package var isExtension: Bool { self.rawValue >= 0x80 }
    /// True for 01 to 0A.
    package var isKnown: Bool { self.rawValue >= 0x01 && self.rawValue <= 0x0A }
    /// True for the types whose stream is 0: HELLO, PING, PONG, GOAWAY (TRK-208).
    package var isAboutConnection: Bool {
        self == .hello || self == .ping || self == .pong || self == .goAway
    }

    /// The flags a frame of this type may carry when it comes from that side (TRK-205).
    package func allowedFlags(from side: Side) -> FrameFlags {
        switch self {
        case .request, .response: [.end, .compressed, .more, .hasMessage]
        case .message: [.end, .compressed, .more]
        case .end: side == .server ? [.notExecuted, .noRetry, .truncated] : []
        default: self.isExtension ? .defined : []
        }
    }

    /// True when that side may send frames of this type (TRK-204).
    package func maySend(_ side: Side) -> Bool {
        switch self {
        case .request, .reset: side == .client
        case .response: side == .server
        default: true
        }
    }
}
