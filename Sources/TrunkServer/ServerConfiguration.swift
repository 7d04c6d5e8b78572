package import TrunkWire

/// What a server may use, each limit with its default from PROTOCOL §8.
package struct ServerConfiguration: Sendable {
    /// Event loops, and so threads; each owns its connections from accept to close.
    package var loopsCount = 1
    /// Open connections; at the limit nothing more is accepted.
    package var connectionsMax = 16_384
    /// Open connections per peer address; one more is told BUSY in HELLO's place (TRK-801). Loopback addresses count
    /// like all others, and the clients of a Unix socket together as one.
    package var connectionsPerAddressMax = 1024
    /// Connections that wait in the kernel to be accepted.
    package var backlogMax: Int32 = 1024
    /// How long accepting pauses when the process has run out of file descriptors.
    package var acceptPause = Duration.seconds(1)
    /// Replies gathered before they are flushed in the middle of a read, bytes.
    package var gatheredBytesMax = 256 * 1024
    /// Longest random delay a draining server asks its clients to wait before they connect again.
    package var reconnectSpread = Duration.milliseconds(500)
    /// What one connection may cost.
    package var limits = WireLimits()
    /// Serve addresses other than loopback without TLS.
    package var servesPlaintextEverywhere = false
    /// Reserved by fragmented messages of all connections, bytes.
    package var receivePoolBytesMax = 512 * 1024 * 1024
    /// Heap that messages above 64 KiB may be unpacked to in the process at one time, bytes.
    package var unpackPoolBytesMax = 256 * 1024 * 1024
    /// The software name and version that HELLO tells.
    package var software = "trunk"
    /// The fingerprint of the schema that HELLO tells; nil when it tells none.
    package var schemaFingerprint: [UInt8]?

    /// Defaults.
    package init() {
        limits.acceptsDeflate = true
    }
}
