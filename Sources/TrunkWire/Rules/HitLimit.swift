/// The limit that made a call fail, as it travels in metadata 23: its name and its value.
package struct HitLimit: Hashable, Sendable {
    /// The limit's name, `[a-z0-9_.-]+`, as in the table of the protocol document.
    package let name: String
    /// Its value, in the unit the name tells.
    package let value: UInt64

    /// A limit of that name and value.
    package init(name: String, value: UInt64) {
        self.name = name
        self.value = value
    }

    static func messageWireBytes(_ limits: WireLimits) -> HitLimit {
        HitLimit(name: "message_wire_bytes", value: UInt64(clamping: limits.messageWireBytesMax))
    }

    static func messageDecodedBytes(_ limits: WireLimits) -> HitLimit {
        HitLimit(name: "message_decoded_bytes", value: UInt64(clamping: limits.messageDecodedBytesMax))
    }

    static func metadataBytes(_ limits: WireLimits) -> HitLimit {
        HitLimit(name: "metadata_bytes", value: UInt64(clamping: limits.metadataBytesMax))
    }

    static func metadataTLVs(_ limits: WireLimits) -> HitLimit {
        HitLimit(name: "metadata_entries", value: UInt64(clamping: limits.metadataTLVsMax))
    }

    static func concurrentStreams(_ limits: WireLimits) -> HitLimit {
        HitLimit(name: "concurrent_streams", value: UInt64(clamping: limits.concurrentStreamsMax))
    }

    static func receivePoolBytes(_ limits: WireLimits) -> HitLimit {
        HitLimit(name: "receive_pool_bytes", value: UInt64(clamping: limits.receivePoolBytesMax))
    }
}
