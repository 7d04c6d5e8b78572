import NIOCore

/// A reply header as the document has it: what it breaks, and what follows it.
struct ReplyParts {
    private(set) var broken: [Int] = []
    private(set) var rest = ByteBuffer()
    private(set) var text = ""

    init(_ payload: ByteBuffer) {
        var rest = payload
        guard let (count, _, _) = rest.readMultipleIntegers(as: (UInt16, UInt16, UInt32).self) else {
            self.broken = [301]
            return
        }
        guard var block = rest.readSlice(length: Int(count)) else {
            self.broken = [302]
            return
        }
        self.rest = rest
        guard block.readableBytes <= 8_192 else {
            self.broken = [805]
            return
        }
        self.readEntries(&block)
    }

    /// Entry by entry: their number, extent, repetition, names (TRK-326, step 4).
    private mutating func readEntries(_ block: inout ByteBuffer) {
        var seen: Set<UInt8> = []
        var count = 0
        while block.readableBytes > 0, self.broken.isEmpty {
            count += 1
            guard count <= 64 else { return self.broken.append(806) }
            guard let (id, length) = block.readMultipleIntegers(as: (UInt8, UInt16).self),
                let value = block.readSlice(length: Int(length))
            else { return self.broken.append(303) }
            if (2...5).contains(id) || (0x20...0x23).contains(id), !seen.insert(id).inserted {
                return self.broken.append(304)
            }
            if id == 0x20 { self.text = String(buffer: value) }
            if id == 0xF0, !Self.isPair(value) { self.broken.append(305) }
        }
    }

    private static func isPair(_ value: ByteBuffer) -> Bool {
        let bytes = Array(value.readableBytesView)
        guard let count = bytes.first, count > 0, bytes.count > Int(count) else { return false }
        let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789_.-".utf8)
        return bytes[1...Int(count)].allSatisfy { allowed.contains($0) }
    }
}

extension Payloads {
    /// Metadata blocks around every rule about them.
    static let metadata: [[UInt8]] = [
        [], Bytes.tlv(0x20, Array("told".utf8)), Bytes.tlv(0xE5, []) + Bytes.tlv(0xE5, [1]),
        Bytes.tlv(0xF0, [1, 97, 0]),
        [4, 0], [4, 0, 1], Bytes.tlv(2, []) + Bytes.tlv(2, []), Bytes.tlv(0x23, []) + Bytes.tlv(0x23, []),
        Bytes.tlv(0xF0, []), Bytes.tlv(0xF0, [0]), Bytes.tlv(0xF0, [2, 97]), Bytes.tlv(0xF0, [1, 65]),
        (0..<64).flatMap { _ in Bytes.tlv(0x30, []) }, (0..<65).flatMap { _ in Bytes.tlv(0x30, []) },
        Bytes.tlv(0x30, Array(repeating: 0, count: 8_189)), Bytes.tlv(0x30, Array(repeating: 0, count: 8_190)),
    ]

    /// Reply headers, whole and damaged, each with something behind it.
    static func replies(_ rest: ByteBuffer) -> [ByteBuffer] {
        let overrun = ByteBuffer(bytes: [0, 1, 0, 0, 0, 0, 0, 0])
        return [ByteBuffer(), ByteBuffer(repeating: 0, count: 7), overrun]
            + Self.metadata.map { Bytes.replyPayload(metadata: $0, rest) }
    }
}
