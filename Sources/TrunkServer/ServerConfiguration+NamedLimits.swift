package import TrunkMessages

extension ServerConfiguration {
    /// What a client can run into, by the names of the protocol document.
    package var namedLimits: [Limit] {
        let byName: [(String, Int)] = [
            ("frame_bytes", limits.frameBytesMax), ("message_wire_bytes", limits.messageWireBytesMax),
            ("message_decoded_bytes", limits.messageDecodedBytesMax), ("metadata_bytes", limits.metadataBytesMax),
            ("metadata_entries", limits.metadataTLVsMax), ("concurrent_streams", limits.concurrentStreamsMax),
            ("receive_pool_bytes", limits.receivePoolBytesMax),
            ("connections_per_address", connectionsPerAddressMax), ("unpack_pool_bytes", unpackPoolBytesMax),
        ]
        return byName.map { Limit(name: $0.0, value: UInt64(clamping: $0.1)) }
    }
}
