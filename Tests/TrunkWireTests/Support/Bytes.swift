import NIOCore

/// Builds bytes by hand, without the code under test, in the order of the protocol document's pictures.
struct Bytes {
    var buffer = ByteBuffer()

    static let clientPreface = Bytes.hex("89 54 52 4B 0D 0A 1A 0A 01 01 00 00")

    static func hex(_ text: String) -> Bytes {
        Bytes(buffer: ByteBuffer(bytes: text.split(separator: " ").compactMap { UInt8($0, radix: 16) }))
    }

    static func frame(
        _ type: UInt8, flags: UInt8 = 0, code: UInt16 = 0, stream: UInt32 = 0, _ payload: ByteBuffer = ByteBuffer()
    ) -> Bytes {
        var bytes = Bytes()
        bytes.buffer.writeInteger(UInt32(payload.readableBytes))
        bytes.buffer.writeInteger(type)
        bytes.buffer.writeInteger(flags)
        bytes.buffer.writeInteger(code)
        bytes.buffer.writeInteger(stream)
        bytes.buffer.writeImmutableBuffer(payload)
        return bytes
    }

    /// A header alone, for frames whose payload must not be waited for.
    static func header(length: UInt32, type: UInt8, flags: UInt8 = 0, stream: UInt32 = 0) -> Bytes {
        var bytes = Bytes()
        bytes.buffer.writeInteger(length)
        bytes.buffer.writeInteger(type)
        bytes.buffer.writeInteger(flags)
        bytes.buffer.writeInteger(UInt16(0))
        bytes.buffer.writeInteger(stream)
        return bytes
    }

    static func tlv(_ id: UInt8, _ value: [UInt8]) -> [UInt8] {
        [id, UInt8(value.count >> 8), UInt8(value.count & 0xFF)] + value
    }

    static func number(_ id: UInt8, _ value: UInt32) -> [UInt8] {
        self.tlv(id, (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) })
    }

    static func hello(_ settings: [UInt8]...) -> Bytes {
        self.frame(0x01, ByteBuffer(bytes: settings.flatMap { $0 }))
    }

    static func + (left: Bytes, right: Bytes) -> Bytes {
        var sum = left
        sum.buffer.writeImmutableBuffer(right.buffer)
        return sum
    }
}

/// The flags byte, as the document's table has it.
enum Flag {
    static let end: UInt8 = 0x01
    static let compressed: UInt8 = 0x02
    static let more: UInt8 = 0x04
    static let hasMessage: UInt8 = 0x08
}

extension Bytes {
    /// A REQUEST; `metadata` and `rest` are raw.
    static func request(
        _ stream: UInt32, flags: UInt8 = Flag.end | Flag.hasMessage, path: String = "a.B/C", timeout: UInt64 = 0,
        credit: UInt32 = 0, metadata: [UInt8] = [], _ rest: ByteBuffer
    ) -> Bytes {
        var payload = ByteBuffer()
        payload.writeInteger(UInt16(metadata.count))
        payload.writeInteger(UInt8(path.utf8.count))
        payload.writeInteger(UInt8(0))
        payload.writeInteger(credit)
        payload.writeInteger(timeout)
        payload.writeString(path)
        payload.writeBytes(metadata)
        payload.writeImmutableBuffer(rest)
        return self.frame(0x02, flags: flags, stream: stream, payload)
    }

    static func request(_ stream: UInt32, _ message: String) -> Bytes {
        self.request(stream, ByteBuffer(string: message))
    }

    /// The first frame of a fragmented request.
    static func request(_ stream: UInt32, total: UInt32, _ first: String) -> Bytes {
        self.request(stream, flags: Flag.hasMessage | Flag.more, self.total(total, first))
    }

    static func total(_ total: UInt32, _ first: String) -> ByteBuffer {
        var rest = ByteBuffer()
        rest.writeInteger(total)
        rest.writeString(first)
        return rest
    }

    static func replyPayload(metadata: [UInt8] = [], _ rest: ByteBuffer = ByteBuffer()) -> ByteBuffer {
        var payload = ByteBuffer()
        payload.writeInteger(UInt16(metadata.count))
        payload.writeInteger(UInt16(0xFFFF))
        payload.writeInteger(UInt32(7))
        payload.writeBytes(metadata)
        payload.writeImmutableBuffer(rest)
        return payload
    }

    static func response(
        _ stream: UInt32, flags: UInt8 = Flag.end | Flag.hasMessage, metadata: [UInt8] = [], _ rest: ByteBuffer
    ) -> Bytes {
        self.frame(0x03, flags: flags, stream: stream, self.replyPayload(metadata: metadata, rest))
    }

    static func response(_ stream: UInt32, _ message: String) -> Bytes {
        self.response(stream, ByteBuffer(string: message))
    }

    static func message(_ stream: UInt32, flags: UInt8 = Flag.end, _ text: String) -> Bytes {
        self.frame(0x04, flags: flags, stream: stream, ByteBuffer(string: text))
    }

    static func serverEnd(_ stream: UInt32, _ code: UInt16, flags: UInt8 = 0, metadata: [UInt8] = []) -> Bytes {
        self.frame(0x05, flags: flags, code: code, stream: stream, self.replyPayload(metadata: metadata))
    }

    static func clientEnd(_ stream: UInt32) -> Bytes { self.frame(0x05, stream: stream) }

    static func reset(_ stream: UInt32, _ text: String = "") -> Bytes {
        self.frame(0x06, code: 1, stream: stream, ByteBuffer(string: text))
    }

    static func credit(_ stream: UInt32, _ bytes: UInt32) -> Bytes {
        self.frame(0x07, stream: stream, ByteBuffer(integer: bytes))
    }

    static func ping(_ payload: UInt64) -> Bytes { self.frame(0x08, ByteBuffer(integer: payload)) }

    static func pong(_ payload: UInt64) -> Bytes { self.frame(0x09, ByteBuffer(integer: payload)) }

    static func goAway(_ reason: UInt16, last: UInt32, text: String = "") -> Bytes {
        var payload = ByteBuffer()
        payload.writeMultipleIntegers(last, UInt32(3_000), UInt32(500))
        payload.writeString(text)
        return self.frame(0x0A, code: reason, payload)
    }
}
