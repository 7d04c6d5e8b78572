/// Limits that are part of the protocol and are not configuration.
extension WireLimits {
    static let kibibyte = 1_024
    static let mebibyte = 1_024 * 1_024

    /// Largest frame payload any side may announce, bytes: the length's top byte is 0 (TRK-201).
    package static let frameBytesCeiling = 0x00FF_FFFF
    /// Smallest frame limit, and the one in force until HELLO has come, bytes (TRK-116, TRK-120).
    package static let frameBytesFloor = 65_536
    /// Smallest limit for a decoded message, bytes.
    package static let messageDecodedBytesFloor = 49_152
    /// Smallest limit for a message on the wire, bytes.
    package static let messageWireBytesFloor = 49_152
    /// Smallest number of calls at one time.
    package static let concurrentStreamsFloor = 16
    /// Smallest initial credit of a stream, bytes.
    package static let initialCreditBytesFloor: UInt32 = 65_536
    /// Smallest limit for metadata, bytes.
    package static let metadataBytesFloor = 4_096
    /// Largest metadata block, bytes: its length is a u16.
    package static let metadataBytesCeiling = 0xFFFF
    /// Largest limit for a message, bytes: its total is a u32, and stays below it to leave room for the two u32.
    package static let messageBytesCeiling = 0x7FFF_FFFF
    /// Largest number of calls at one time.
    package static let concurrentStreamsCeiling = 1_048_576
    /// Credit never stands above this, bytes (TRK-402).
    package static let creditBytesCeiling: UInt32 = 0x7FFF_FFFF
    /// Largest HELLO payload, bytes (TRK-112).
    package static let helloBytesMax = 4_096
    /// PING interval towards a side that announced none, ms (TRK-702).
    package static let pingIntervalMillisUntold: UInt32 = 10_000
    /// Text of a RESET that is kept, bytes; the rest is cut by the reader.
    package static let resetTextBytesMax = 128
    /// Text of a GOAWAY that is kept, bytes; the rest is cut by the reader.
    package static let goAwayTextBytesMax = 256
    /// Status text, bytes (TRK-601).
    package static let statusTextBytesMax = 1_024
    /// Status details, bytes (TRK-602).
    package static let statusDetailsBytesMax = 4_096
    /// Name in a named pair or in "the limit that was hit", bytes: its length is a u8.
    package static let pairNameBytesMax = 255
    /// Path of a method, bytes: its length is a u8.
    package static let pathBytesMax = 255
    /// Bytes of memory a frame of an ended call is counted for, beside its payload (TRK-212).
    package static let stragglerFrameBytes = 64
    /// Credit a message costs beside its bytes (TRK-404).
    static let messageCostBytes = 64
    /// Fragments of long messages gathered in one turn, bytes; the rest waits for the socket.
    package static let gatheredBytesMax = 262_144
    /// What every ended call adds to the straggler allowance: one crossing RESET with its text (TRK-405).
    package static let stragglerCallBytes = 256
    /// Grace for running calls when a server drains, ms (TRK-708). Default, carried in GOAWAY.
    package static let drainGraceMillis: UInt32 = 3_000
}

extension WireLimits {
    /// Credit a fresh stream gives its sender, as HELLO 04 announces it, bytes.
    var windowBytes: Int {
        Int(clamping: min(max(self.initialCreditBytes, Self.initialCreditBytesFloor), Self.creditBytesCeiling))
    }
}

extension WireLimits {
    /// What a RESPONSE needs in one frame beside its metadata: the fixed header, the total, one byte of message.
    static let replyOverheadBytes = ReplyHeader.fixedByteCount + FrameEncoder.totalByteCount + 1
}

extension WireLimits {
    /// What a REQUEST needs in one frame beside its metadata: the fixed header, the longest path, the total, one byte
    /// of message.
    static let requestOverheadBytes = CallHeader.fixedByteCount + pathBytesMax + FrameEncoder.totalByteCount + 1
}
