import NIOCore

@testable import TrunkWire

/// A frame for the call under test, with what a reader of the document needs of it.
struct SentFrame: Sendable, CustomStringConvertible {
    var type: UInt8
    var flags: UInt8 = 0
    var code: UInt16 = 0
    var payload: ByteBuffer

    init(_ type: String, _ flags: UInt8 = 0, code: UInt16 = 0, _ payload: ByteBuffer = ByteBuffer()) {
        self.type = DocumentFrames.type(type)
        self.flags = flags
        self.code = code
        self.payload = payload
    }

    func bytes(on stream: UInt32) -> Bytes {
        .frame(self.type, flags: self.flags, code: self.code, stream: stream, self.payload)
    }

    var count: Int { self.payload.readableBytes }
    func has(_ flag: UInt8) -> Bool { self.flags & flag != 0 }

    var description: String {
        let shown = self.payload.readableBytesView.prefix(20).map { String($0, radix: 16) }.joined(separator: " ")
        return "\(DocumentFrames.kind(self.type)?.name ?? "?") flags \(String(self.flags, radix: 16)) "
            + "code \(self.code) \(self.count) bytes [\(shown)]"
    }

    /// Frames of one type under every set of allowed flags, and under one flag more that is not allowed.
    static func all(_ type: String, from side: Side, code: UInt16 = 0, _ payloads: [ByteBuffer]) -> [SentFrame] {
        let allowed = DocumentFrames.kind(DocumentFrames.type(type))?.flags[side] ?? 0
        var frames: [SentFrame] = []
        for flags in UInt8.min...UInt8.max where flags & ~allowed == 0 {
            frames += payloads.map { SentFrame(type, flags, code: code, $0) }
            for bit in (0..<8).map({ UInt8(1) << $0 }) where bit & allowed == 0 {
                if let first = payloads.last { frames.append(SentFrame(type, flags | bit, code: code, first)) }
            }
        }
        return frames
    }
}

extension ByteBuffer {
    /// Numbers of 32 bits, then text.
    static func words(_ words: UInt32..., text: String = "") -> ByteBuffer {
        var bytes = ByteBuffer()
        for word in words { bytes.writeInteger(word) }
        bytes.writeString(text)
        return bytes
    }

    static func zeros(_ count: Int, after words: UInt32...) -> ByteBuffer {
        var bytes = ByteBuffer()
        for word in words { bytes.writeInteger(word) }
        bytes.writeRepeatingByte(0, count: count)
        return bytes
    }
}

/// What frames of streams are sent with: sizes around every border the document names.
enum Payloads {
    static let messages: [ByteBuffer] = [
        ByteBuffer(), .words(text: "a"), .words(text: "ab"), .words(text: "efghij"), .words(text: "efghijk"),
        .words(4, text: "abcd"), .words(3, text: "abcd"), .words(10, text: "abcd"), .words(10), .words(10, text: ""),
        .words(0), .words(0xFFFF_FFFF, text: "a"), .words(0x7FFF_FFFF, text: "a"), .words(65_536, text: "a"),
        .words(65_537, text: "a"), .words(10, 10, text: "ab"), .words(10, 65_537, text: "ab"),
        .words(98_304, 10, text: "ab"), .words(98_305, 10, text: "ab"), .words(40_000, text: "a"),
        .words(10, 0), .words(10, 1, text: "ab"), .words(10, 10),
    ]

    static let credits: [ByteBuffer] = [
        .words(0), .words(1), .words(8_191), .words(8_192), .words(65_536), .words(0x7FFE_FFFF), .words(0x7FFF_0000),
        .words(0x7FFF_FFFF), .words(0x8000_0000), .words(0xFFFF_FFFF),
    ]
}
