internal import NIOCore
internal import TrunkWire

/// HELLO and metadata: what is read can be written and read again; nothing is found twice or outside the block.
enum TLVBlocks {
    /// Ids of metadata that may stand once (TRK-304), as the protocol document lists them.
    private static let single: Set<UInt8> = [0x02, 0x03, 0x04, 0x05, 0x20, 0x21, 0x22, 0x23]

    static func run(_ input: inout FuzzInput) {
        switch input.byte() % 3 {
        case 0: self.settings(&input, from: .client)
        case 1: self.settings(&input, from: .server)
        default: self.metadata(&input)
        }
    }

    static var seeds: [[UInt8]] {
        let numbers: [UInt8] = [1, 2, 3, 4, 5, 8, 9, 0x0D].flatMap { [$0, 0, 4, 0, 1, 0, 0] as [UInt8] }
        let texts: [UInt8] = [
            0x0A, 0, 2, 0x61, 0x62, 0x0B, 0, 1, 7, 0x0C, 0, 3, 1, 2, 3, 6, 0, 8, 0, 0, 0, 0, 0, 1, 0, 0,
        ]
        let blocks: [UInt8] = [
            0x22, 0, 8, 0, 0, 0, 0, 0, 0, 1, 0, 0x23, 0, 10, 1, 0x61, 0, 0, 0, 0, 0, 0, 0, 9, 0x3F, 0, 4, 2, 0x61, 0x2D,
            5,
            0x20, 0, 3, 0x61, 0xC3, 0xA4,
        ]
        return [[0] + numbers + texts, [1] + numbers, [2] + blocks, [2]]
    }

    private static func settings(_ input: inout FuzzInput, from side: Side) {
        let random: UInt64 = input.integer()
        guard let read = try? Settings(reading: input.restBuffer(), from: side) else { return }
        var frame = ByteBuffer()
        read.write(from: side, random: random, into: &frame)
        guard let header = FrameHeader(peeking: frame, at: frame.readerIndex) else {
            demand(false, "a HELLO has a header")
            return
        }
        frame.moveReaderIndex(forwardBy: FrameHeader.byteCount)
        demand(header.type == .hello && Int(header.length) == frame.readableBytes, "the header tells the length")
        demand(frame.readableBytes <= WireLimits.helloBytesMax, "a HELLO that is written is short enough (TRK-112)")
        guard var again = try? Settings(reading: frame, from: side) else {
            demand(false, "a HELLO that is written can be read")
            return
        }
        // A long software name is cut, and what does not fit any more is left out; nothing else may change.
        if read.software.utf8.count > WireLimits.pairNameBytesMax { again.software = read.software }
        if again.schemaFingerprint == nil { again.schemaFingerprint = read.schemaFingerprint }
        if again.bearerToken == nil { again.bearerToken = read.bearerToken }
        demand(again == read, "a HELLO is read as it was written")
    }

    private static func metadata(_ input: inout FuzzInput) {
        let bytes = input.restBuffer()
        var limits = WireLimits()
        limits.metadataBytesMax = 768
        limits.metadataTLVsMax = 24
        guard let metadata = try? Metadata(checking: bytes, limits: limits) else { return }
        demand(bytes.readableBytes <= 768, "the limit for metadata is kept (TRK-805)")
        var again = Metadata()
        var entries = 0
        var singles: Set<UInt8> = []
        for entry in metadata {
            entries += 1
            demand(again.append(entry.id, entry.value), "an entry that was read can be written")
            guard entry.id != .namedPair else {
                demand(NamedPair(reading: entry.value) != nil, "a named pair that passed can be read (TRK-305)")
                continue
            }
            guard Self.single.contains(entry.id.rawValue) else { continue }
            demand(singles.insert(entry.id.rawValue).inserted, "an id that may stand once does (TRK-304)")
            demand(metadata.first(entry.id) == entry.value, "an entry is found by its id")
        }
        demand(entries <= 24, "the limit for entries is kept (TRK-806)")
        demand(again.bytes == metadata.bytes, "a block is its entries, and nothing else")
        if let limit = metadata.hitLimit {
            var written = Metadata()
            demand(written.append(limit) && written.hitLimit == limit, "a limit is read as it was written")
        }
        _ = metadata.retryAfterMicros
    }
}
