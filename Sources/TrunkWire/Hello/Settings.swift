package import NIOCore

/// What one side announces in HELLO, and what the other side may rely on.
///
/// Nothing is acknowledged and nothing is renegotiated. Until a peer's HELLO has come, `Settings.floor` holds for
/// it (TRK-120); an id it leaves out stands at its floor, or as "no limit told".
package struct Settings: Hashable, Sendable {
    /// 01: largest frame payload this side reads, bytes. At least 64 KiB.
    package var frameBytesMax = WireLimits.frameBytesFloor
    /// 02: largest message once decoded, bytes. At least 48 KiB.
    package var messageDecodedBytesMax = WireLimits.messageDecodedBytesFloor
    /// 03: calls at one time; a server's counts, a client's is ignored. At least 16.
    package var concurrentStreamsMax = WireLimits.concurrentStreamsFloor
    /// 04: credit of a fresh stream, bytes. At least 64 KiB.
    package var initialCreditBytes = WireLimits.initialCreditBytesFloor
    /// 05: shortest time between two PINGs of the other side, ms (TRK-702).
    package var pingIntervalMillisMin = WireLimits.pingIntervalMillisUntold
    /// 06: longest deadline of any call, µs; nil = not told.
    package var deadlineMicrosMax: UInt64?
    /// 07: deadline of a call that gives none, µs; nil = not told.
    package var defaultDeadlineMicros: UInt64?
    /// 08: bit 0 = this side inflates raw deflate.
    package var compression: UInt32 = 0
    /// 09: largest metadata block, bytes. At least 4 KiB.
    package var metadataBytesMax = WireLimits.metadataBytesFloor
    /// 0A: name and version of the software, at most 255 bytes of UTF-8; from a peer: escape it before logging it.
    package var software = ""
    /// 0B: fingerprint of the schema.
    package var schemaFingerprint: ByteBuffer?
    /// 0C: bearer token for every call of the connection that has none of its own.
    package var bearerToken: BearerToken?
    /// 0D: largest message on the wire, all fragments together, bytes. At least 48 KiB.
    package var messageWireBytesMax = WireLimits.messageWireBytesFloor

    /// Bit 0 of 08.
    private static let deflateBit: UInt32 = 1

    /// True when the side inflates raw deflate (TRK-314).
    package var acceptsDeflate: Bool { self.compression & Self.deflateBit != 0 }

    /// Every setting at its floor: what holds for a peer whose HELLO has not come.
    package static let floor = Settings()

    private init() {}

    /// What a side that keeps `limits` announces. Values outside floor and ceiling are moved to them.
    package init(limits: WireLimits) {
        self.frameBytesMax = limits.frameBytesMax
        self.messageDecodedBytesMax = limits.messageDecodedBytesMax
        self.concurrentStreamsMax = limits.concurrentStreamsMax
        self.initialCreditBytes = limits.initialCreditBytes
        self.pingIntervalMillisMin = limits.pingIntervalMillisMin
        self.compression = limits.acceptsDeflate ? Self.deflateBit : 0
        self.metadataBytesMax = limits.metadataBytesMax
        self.messageWireBytesMax = limits.messageWireBytesMax
    }
}
