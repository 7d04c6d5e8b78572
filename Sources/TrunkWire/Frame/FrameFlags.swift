/// The flags byte of a frame. Bit 80 is undefined: sent as 0, ignored when received (TRK-206).
package struct FrameFlags: OptionSet, Hashable, Sendable {
    /// The byte on the wire.
    package let rawValue: UInt8

    /// Any byte.
    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// This side sends nothing more on the stream.
    package static let end = FrameFlags(rawValue: 0x01)
    /// The message is deflated; its decoded length stands before it.
    package static let compressed = FrameFlags(rawValue: 0x02)
    /// A fragment of the same message follows.
    package static let more = FrameFlags(rawValue: 0x04)
    /// A message, or its first fragment, follows the call or reply header.
    package static let hasMessage = FrameFlags(rawValue: 0x08)
    /// The call had no effect; it may be sent again anywhere (TRK-604).
    package static let notExecuted = FrameFlags(rawValue: 0x10)
    /// The caller should not try again.
    package static let noRetry = FrameFlags(rawValue: 0x20)
    /// Status text, details or metadata were cut (TRK-601, TRK-602).
    package static let truncated = FrameFlags(rawValue: 0x40)

    /// Every bit that has a meaning in this version.
    package static let defined = FrameFlags(rawValue: 0x7F)
}
