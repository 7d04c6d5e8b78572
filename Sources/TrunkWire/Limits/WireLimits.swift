/// The limits one side of a connection keeps, each with its unit in its name.
///
/// Everything a peer can make grow is bounded here, and checked before the bytes are read (section 8 of the
/// protocol document). Where the peer must know a limit, it is announced in HELLO by `Settings(limits:)`.
package struct WireLimits: Hashable, Sendable {
    /// Payload of one frame, bytes; announced as HELLO 01 (TRK-202). Default 64 KiB.
    package var frameBytesMax: Int
    /// One message once inflated, bytes; announced as HELLO 02 (TRK-804). Default 4 MiB.
    package var messageDecodedBytesMax: Int
    /// One message as it travels, all fragments together, bytes; announced as HELLO 0D (TRK-803). Default 1 MiB.
    package var messageWireBytesMax: Int
    /// Calls that hold a slot at one time; announced as HELLO 03 by a server (TRK-807). Default 256.
    package var concurrentStreamsMax: Int
    /// Credit a fresh stream gives its sender, bytes; announced as HELLO 04. Default 64 KiB.
    package var initialCreditBytes: UInt32
    /// Metadata of one header block, bytes; announced as HELLO 09 (TRK-805). Default 8 KiB.
    package var metadataBytesMax: Int
    /// TLVs in one header block (TRK-806). Default 64.
    package var metadataTLVsMax: Int
    /// Shortest time between two PINGs of the peer, ms; announced as HELLO 05 (TRK-702). Default 10 s.
    package var pingIntervalMillisMin: UInt32
    /// Whether this side inflates messages; announced as HELLO 08 (TRK-314). Default false.
    package var acceptsDeflate: Bool
    /// Reserved by fragmented messages of this connection, bytes (TRK-403). Default 16 MiB.
    package var receivePoolBytesMax: Int
    /// Abuse points a peer may be short of before the connection is closed (TRK-809). Default 1,000.
    package var abusePointsMax: Int
    /// Abuse points that come back each second. Default 100.
    package var abusePointsPerSecond: Int
    /// Time for preface and HELLO together, ms (TRK-121). Default 5 s.
    package var prefaceMillisMax: UInt64
    /// Time for any frame to arrive, ms, before its length is counted (TRK-802). Default 5 s.
    package var frameArrivalMillisMax: UInt64
    /// Slowest arrival of a frame beyond that time, bytes per second (TRK-802). Default 16 KiB/s.
    package var frameBytesPerSecondMin: UInt64
    /// Silence with calls open after which this side sends PING, ms (TRK-703). Default 60 s.
    package var keepAliveMillis: UInt64
    /// Time for the answer to a PING, ms (TRK-703). Default 20 s.
    package var pingAnswerMillisMax: UInt64
    /// Silence without calls after which a server closes, ms (TRK-704). Default 30 min.
    package var idleMillisMax: UInt64
    /// Time a drain waits for its PING to come back before it names the last call, ms (TRK-705). Default 1 s.
    package var drainProbeMillisMax: UInt64
    /// Output the peer has not read before the owner acts, bytes (TRK-808); kept by the owner. Default 1 MiB.
    package var unreadOutputBytesMax: Int
    /// Time without progress of that output before the server closes, ms (TRK-808); kept by the owner. Default 30 s.
    package var outputStalledMillisMax: UInt64
    /// Time input is discarded after the last GOAWAY before closing, ms; kept by the owner. Default 1 s.
    package var lingerMillisMax: UInt64

    /// The defaults of section 8.
    package init() {
        self.frameBytesMax = Self.frameBytesFloor
        self.messageDecodedBytesMax = 4 * Self.mebibyte
        self.messageWireBytesMax = 1 * Self.mebibyte
        self.concurrentStreamsMax = 256
        self.initialCreditBytes = Self.initialCreditBytesFloor
        self.metadataBytesMax = 8 * Self.kibibyte
        self.metadataTLVsMax = 64
        self.pingIntervalMillisMin = Self.pingIntervalMillisUntold
        self.acceptsDeflate = false
        self.receivePoolBytesMax = 16 * Self.mebibyte
        self.abusePointsMax = 1_000
        self.abusePointsPerSecond = 100
        self.prefaceMillisMax = 5_000
        self.frameArrivalMillisMax = 5_000
        self.frameBytesPerSecondMin = 16_384
        self.keepAliveMillis = 60_000
        self.pingAnswerMillisMax = 20_000
        self.idleMillisMax = 30 * 60_000
        self.drainProbeMillisMax = 1_000
        self.unreadOutputBytesMax = 1 * Self.mebibyte
        self.outputStalledMillisMax = 30_000
        self.lingerMillisMax = 1_000
    }
}
