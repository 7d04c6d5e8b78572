import NIOCore

/// Damages valid sessions, and makes up frames, from a seed.
struct Mutator {
    var random: SeededGenerator

    init(seed: UInt64) {
        self.random = SeededGenerator(seed: seed)
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self.random) }

    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &self.random) }
    }

    /// Between one and four damages to a session: bits, bytes, ranges cut out, repeated, moved or filled.
    mutating func damaged(_ session: ByteBuffer) -> ByteBuffer {
        var bytes = Array(session.readableBytesView)
        for _ in 0..<self.number(1...4) where !bytes.isEmpty {
            let at = self.number(0...(bytes.count - 1))
            let end = min(bytes.count, at + self.number(1...40))
            switch self.number(0...6) {
            case 0: bytes[at] ^= 1 << UInt8(self.number(0...7))
            case 1: bytes[at] = [0, 1, 0x7F, 0x80, 0xFF][self.number(0...4)]
            case 2: bytes.removeSubrange(at..<end)
            case 3: bytes.insert(contentsOf: bytes[at..<end], at: at)
            case 4: bytes.insert(contentsOf: self.bytes(end - at), at: at)
            case 5: bytes.append(contentsOf: bytes[at..<end])
            default: bytes.removeSubrange(at...)
            }
        }
        return ByteBuffer(bytes: bytes)
    }

    /// A frame that is more often right than wrong, so that what lies behind the first checks is reached.
    mutating func frame() -> Bytes {
        let type = self.number(0...9) == 0 ? UInt8(self.number(0...255)) : UInt8(self.number(2...10))
        let stream =
            self.number(0...19) == 0 ? UInt32(self.number(0...0xFFFF_FFFF)) : UInt32(self.number(0...20)) * 2 + 1
        let connection: Set<UInt8> = [1, 8, 9, 10]
        let flags = self.number(0...9) == 0 ? UInt8(self.number(0...255)) : UInt8(self.number(0...15))
        let allowed: [UInt8: UInt8] = [2: 0x0F, 3: 0x0F, 4: 0x07, 5: 0x00]
        return .frame(
            type, flags: self.number(0...9) == 0 ? flags : flags & (allowed[type] ?? 0),
            code: UInt16(self.number(0...20)),
            stream: connection.contains(type) ? 0 : stream, self.payload(type))
    }

    private mutating func payload(_ type: UInt8) -> ByteBuffer {
        if self.number(0...9) == 0 { return ByteBuffer(bytes: self.bytes(self.number(0...40))) }
        let text = ByteBuffer(bytes: self.bytes(self.number(0...30)))
        switch type {
        case 2:
            var rest =
                Bool.random(using: &self.random) ? ByteBuffer(integer: UInt32(self.number(0...60))) : ByteBuffer()
            rest.writeImmutableBuffer(text)
            let request = Bytes.request(1, metadata: self.metadata(), rest).buffer
            return request.getSlice(at: 12, length: request.readableBytes - 12) ?? text
        case 3, 5:
            var rest =
                Bool.random(using: &self.random) ? ByteBuffer(integer: UInt32(self.number(0...60))) : ByteBuffer()
            if type == 3 { rest.writeImmutableBuffer(text) }
            return self.number(0...2) == 0 ? ByteBuffer() : Bytes.replyPayload(metadata: self.metadata(), rest)
        case 7: return ByteBuffer(integer: [0, 1, 65_536, 0x7FFF_FFFF, 0xFFFF_FFFF][self.number(0...4)] as UInt32)
        case 8, 9: return ByteBuffer(integer: UInt64(self.number(0...3)))
        case 10: return ByteBuffer(bytes: self.bytes(12))
        default: return text
        }
    }

    private mutating func metadata() -> [UInt8] {
        (0..<self.number(0...3)).flatMap { _ in
            Bytes.tlv([2, 5, 0x20, 0x23, 0xF0, 0xE3][self.number(0...5)], self.bytes(self.number(0...4)))
        }
    }
}
