/// Why a side closes the connection: the `code` of GOAWAY.
package struct GoAwayReason: RawRepresentable, Hashable, Sendable {
    /// The code on the wire.
    package let rawValue: UInt16

    /// Any code; unknown ones are carried as they are.
    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// The peer broke a rule of the protocol.
    package static let protocolViolation = GoAwayReason(rawValue: 1)
    /// There is no version both sides speak.
    package static let version = GoAwayReason(rawValue: 2)
    /// A frame was announced that is longer than the limit.
    package static let frameSize = GoAwayReason(rawValue: 3)
    /// A frame took too long to arrive.
    package static let slow = GoAwayReason(rawValue: 4)
    /// Too many connections.
    package static let busy = GoAwayReason(rawValue: 5)
    /// The abuse budget is used up.
    package static let excessive = GoAwayReason(rawValue: 6)
    /// Nothing happened for too long.
    package static let idle = GoAwayReason(rawValue: 7)
    /// This side is going down in an orderly way.
    package static let shutdown = GoAwayReason(rawValue: 8)
    /// This side failed.
    package static let internalError = GoAwayReason(rawValue: 9)
}
