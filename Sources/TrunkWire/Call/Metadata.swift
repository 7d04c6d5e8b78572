package import NIOCore

/// A block of metadata entries as it stands on the wire, checked once when it was read, decoded when it is walked.
///
/// An empty block costs nothing. A block to be sent is built by the `append` methods and checked by the peer.
package struct Metadata: Hashable, Sendable {
    /// The block's bytes. It may hold a bearer token, so `description` does not show it.
    package private(set) var bytes: ByteBuffer

    /// An empty block.
    package init() {
        self.bytes = ByteBuffer()
    }

    /// Takes bytes that have been checked.
    init(checked bytes: ByteBuffer) {
        self.bytes = bytes
    }

    /// Takes a received block and checks it.
    ///
    /// - Throws: what `check` throws.
    package init(checking bytes: ByteBuffer, limits: WireLimits) throws(CallViolation) {
        try Self.check(bytes, limits: limits)
        self.bytes = bytes
    }

    /// Checks a received block: bytes, number of entries, entries that overrun, single ids, named pairs.
    ///
    /// - Throws: TRK-303, TRK-304, TRK-305 as malformed; TRK-805 and TRK-806 as limits.
    static func check(_ bytes: ByteBuffer, limits: WireLimits) throws(CallViolation) {
        guard bytes.readableBytes <= limits.metadataBytesMax else {
            throw CallViolation(.metadataTooLong, limit: .metadataBytes(limits))
        }
        var rest = bytes
        var count = 0
        var seen: UInt64 = 0
        while rest.readableBytes > 0 {
            count += 1
            guard count <= limits.metadataTLVsMax else {
                throw CallViolation(.tooManyTLVs, limit: .metadataTLVs(limits))
            }
            guard let entry = TLV.read(from: &rest) else { throw CallViolation(.metadataOverruns) }
            let bit = entry.id.singleBit
            guard seen & bit == 0 else { throw CallViolation(.metadataRepeated) }
            seen |= bit
            if entry.id == .namedPair, NamedPair(reading: entry.value) == nil {
                throw CallViolation(.namedPairMalformed)
            }
        }
    }

    /// True for a block without entries.
    package var isEmpty: Bool { self.bytes.readableBytes == 0 }

    /// Bytes of the block on the wire.
    package var byteCount: Int { self.bytes.readableBytes }

    /// The value of the first entry with that id; nil when there is none.
    package func first(_ id: MetadataID) -> ByteBuffer? {
        for entry in self where entry.id == id { return entry.value }
        return nil
    }
}

extension Metadata: Sequence {
    /// Walks the entries in order.
    package struct Iterator: IteratorProtocol {
        var rest: ByteBuffer

        /// The next entry; nil at the end.
        package mutating func next() -> TLV? {
            TLV.read(from: &self.rest)
        }
    }

    /// Walks the entries in order.
    package func makeIterator() -> Iterator {
        Iterator(rest: self.bytes)
    }
}

extension Metadata: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The size only: values may be secret.
    package var description: String { "Metadata(\(self.byteCount) bytes)" }
    /// The size only.
    package var debugDescription: String { self.description }
    /// Shows no content.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
