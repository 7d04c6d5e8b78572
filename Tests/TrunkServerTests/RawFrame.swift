import NIOCore

/// A frame as a test writes and reads it, with nothing of the wire module's: 12 bytes of header and the payload.
struct RawFrame: Hashable {
    var type: UInt8
    var flags: UInt8 = 0
    var code: UInt16 = 0
    var stream: UInt32 = 0
    var payload: [UInt8] = []

    static let clientPreface: [UInt8] = [0x89, 0x54, 0x52, 0x4B, 0x0D, 0x0A, 0x1A, 0x0A, 1, 1, 0, 0]

    /// HELLO with a bearer token for the connection, or an empty one.
    static func hello(token: String? = "good") -> RawFrame {
        guard let token else { return RawFrame(type: 0x01) }
        return RawFrame(type: 0x01, payload: [0x0C] + big(UInt16(token.utf8.count)) + Array(token.utf8))
    }

    /// A unary REQUEST with the whole message in it.
    static func request(
        _ stream: UInt32, _ method: String, _ message: String, timeoutMicros: UInt64 = 0, flags: UInt8 = 0x09
    ) -> RawFrame {
        let path = "test.Service/\(method)"
        let header = big(UInt16(0)) + [UInt8(path.utf8.count), 0] + big(UInt32(0)) + big(timeoutMicros)
        return RawFrame(
            type: 0x02, flags: flags, stream: stream, payload: header + Array(path.utf8) + Array(message.utf8))
    }

    /// A REQUEST whose messages follow, on a stream that gives the server so much credit; 0 is HELLO's.
    static func streamRequest(_ stream: UInt32, _ method: String, credit: UInt32 = 0, timeoutMicros: UInt64 = 0)
        -> RawFrame
    {
        var frame = request(stream, method, "", timeoutMicros: timeoutMicros, flags: 0)
        frame.payload.replaceSubrange(4..<8, with: big(credit))
        return frame
    }

    /// A message of a stream.
    static func message(_ stream: UInt32, _ text: String, isLast: Bool = false) -> RawFrame {
        RawFrame(type: 0x04, flags: isLast ? 0x01 : 0, stream: stream, payload: Array(text.utf8))
    }

    /// The client's half-close.
    static func end(_ stream: UInt32) -> RawFrame { RawFrame(type: 0x05, stream: stream) }

    static func reset(_ stream: UInt32) -> RawFrame { RawFrame(type: 0x06, code: 1, stream: stream) }

    static func credit(_ stream: UInt32, _ bytes: UInt32) -> RawFrame {
        RawFrame(type: 0x07, stream: stream, payload: big(bytes))
    }

    static func ping(_ byte: UInt8) -> RawFrame {
        RawFrame(type: 0x08, payload: [UInt8](repeating: byte, count: 8))
    }

    /// What a good client sends first.
    static func opening(token: String? = "good") -> [UInt8] {
        clientPreface + hello(token: token).bytes
    }

    var bytes: [UInt8] {
        Self.big(UInt32(payload.count)) + [type, flags] + Self.big(code) + Self.big(stream) + payload
    }

    /// The text of a MESSAGE.
    var text: String { String(decoding: payload, as: UTF8.self) }

    /// The message of a RESPONSE without metadata.
    var message: String { String(decoding: payload.dropFirst(8), as: UTF8.self) }

    /// The frame without what differs from run to run: load, elapsed time, and what is random.
    var withoutChance: RawFrame? {
        var frame = self
        switch type {
        case 0x03, 0x05: frame.payload.replaceSubrange(2..<8, with: [0, 0, 0, 0, 0, 0])
        case 0x01: frame.payload = []
        case 0x80...: return nil
        default: break
        }
        return frame
    }

    /// Takes a frame from the front of `buffer`; nil when it is not all there.
    init?(from buffer: inout ByteBuffer) {
        let start = buffer.readerIndex
        guard let length = buffer.getInteger(at: start, as: UInt32.self),
            buffer.readableBytes >= 12 + Int(length),
            let (_, type, flags, code, stream) = buffer.readMultipleIntegers(
                as: (UInt32, UInt8, UInt8, UInt16, UInt32).self),
            let payload = buffer.readBytes(length: Int(length))
        else { return nil }
        self.init(type: type, flags: flags, code: code, stream: stream, payload: payload)
    }

    init(type: UInt8, flags: UInt8 = 0, code: UInt16 = 0, stream: UInt32 = 0, payload: [UInt8] = []) {
        self.type = type
        self.flags = flags
        self.code = code
        self.stream = stream
        self.payload = payload
    }

    static func big<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }
}
