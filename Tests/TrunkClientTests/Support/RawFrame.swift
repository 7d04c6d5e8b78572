import NIOCore

/// A frame as a script writes and reads it, with nothing of the wire module's: 12 bytes of header and the payload.
struct RawFrame: Hashable, Sendable {
    var type: UInt8
    var flags: UInt8 = 0
    var code: UInt16 = 0
    var stream: UInt32 = 0
    var payload: [UInt8] = []

    static let preface: [UInt8] = [0x89, 0x54, 0x52, 0x4B, 0x0D, 0x0A, 0x1A, 0x0A, 1, 1, 0, 0]
    static let unavailable: UInt16 = 14
    static let resourceExhausted: UInt16 = 8
    static let notExecuted: UInt8 = 0x10
    static let noRetry: UInt8 = 0x20

    static let hello = RawFrame(type: 0x01)

    /// A HELLO that allows so many calls at one time.
    static func hello(calls: UInt32) -> RawFrame {
        RawFrame(type: 0x01, payload: [0x03] + big(UInt16(4)) + big(calls))
    }

    /// A server's RESPONSE with a text.
    static func reply(_ stream: UInt32, _ text: String) -> RawFrame {
        RawFrame(type: 0x03, flags: 0x09, stream: stream, payload: replyHeader(0) + Array(text.utf8))
    }

    /// A server's END, perhaps with the time after which the call may be made again.
    static func end(
        _ stream: UInt32, _ code: UInt16, flags: UInt8 = 0, retryAfterMicros: UInt64? = nil
    ) -> RawFrame {
        let metadata = retryAfterMicros.map { [0x22] + big(UInt16(8)) + big($0) } ?? []
        return RawFrame(
            type: 0x05, flags: flags, code: code, stream: stream,
            payload: replyHeader(UInt16(metadata.count)) + metadata)
    }

    /// A MESSAGE of a stream.
    static func message(_ stream: UInt32, _ text: String) -> RawFrame {
        RawFrame(type: 0x04, stream: stream, payload: Array(text.utf8))
    }

    static func goAway(last: UInt32, reason: UInt16 = 8, spreadMillis: UInt32 = 0) -> RawFrame {
        RawFrame(type: 0x0A, code: reason, payload: big(last) + big(UInt32(0)) + big(spreadMillis))
    }

    /// 2,500 µs at the server.
    private static func replyHeader(_ metadataBytes: UInt16) -> [UInt8] {
        big(metadataBytes) + [0xFF, 0xFF] + big(UInt32(2_500))
    }

    /// A REQUEST's attempt.
    var attempt: UInt8 { payload.count > 3 ? payload[3] : .max }
    /// A REQUEST's message, if its call has no metadata.
    var requestText: String {
        payload.count > 16 ? String(decoding: payload.dropFirst(16 + Int(payload[2])), as: UTF8.self) : ""
    }

    var bytes: [UInt8] {
        Self.big(UInt32(payload.count)) + [type, flags] + Self.big(code) + Self.big(stream) + payload
    }

    init(type: UInt8, flags: UInt8 = 0, code: UInt16 = 0, stream: UInt32 = 0, payload: [UInt8] = []) {
        self.type = type
        self.flags = flags
        self.code = code
        self.stream = stream
        self.payload = payload
    }

    /// Takes a frame from the front of `buffer`; nil when it is not all there.
    init?(from buffer: inout ByteBuffer) {
        guard let length = buffer.getInteger(at: buffer.readerIndex, as: UInt32.self),
            buffer.readableBytes >= 12 + Int(length),
            let (_, type, flags, code, stream) = buffer.readMultipleIntegers(
                as: (UInt32, UInt8, UInt8, UInt16, UInt32).self),
            let payload = buffer.readBytes(length: Int(length))
        else { return nil }
        self.init(type: type, flags: flags, code: code, stream: stream, payload: payload)
    }

    static func big<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }
}
