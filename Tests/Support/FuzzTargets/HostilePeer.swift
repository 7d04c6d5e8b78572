internal import NIOCore
internal import TrunkWire

/// Writes the frames of a peer that does what the input says: mostly frames with a sense, sometimes any.
struct HostilePeer {
    /// Whom it stands for.
    let side: Side
    /// The highest stream it has opened (client), or knows of (server).
    var highest: UInt32 = 0
    /// Payload of the last PING that it has read.
    var ping: UInt64?

    init(_ side: Side) {
        self.side = side
    }

    /// Preface and HELLO; damaged, or without one or the other, when the input says so.
    mutating func opening(_ input: inout FuzzInput) -> ByteBuffer {
        var bytes = ByteBuffer()
        let choice = input.byte()
        if choice & 0x07 == 7 { return input.buffer(Int(choice >> 3)) }
        var preface = Preface(first: 1, second: 1, random: 0)
        if choice & 0x07 == 6 { preface = Preface(first: input.byte(), second: input.byte(), random: 0) }
        preface.write(into: &bytes)
        if choice & 0x38 == 0x38 { return bytes }
        var settings = Settings(limits: input.limits())
        settings.compression = UInt32(choice >> 7)
        if choice & 0x40 != 0 { settings.initialCreditBytes = 65_536 << UInt32(input.byte() & 0x0F) }
        settings.write(from: self.side, random: UInt64(choice), into: &bytes)
        return bytes
    }

    /// The next frame of the program, or bytes that are none.
    mutating func frame(_ input: inout FuzzInput) -> ByteBuffer {
        let operation = input.byte()
        switch operation & 0x0F {
        case 0...2: return self.side == .client ? self.request(&input) : self.response(&input)
        case 3...5: return self.message(&input)
        case 6: return self.end(&input)
        case 7: return self.frame(.reset, code: 1, stream: self.stream(&input), input.buffer(Int(operation >> 4)))
        case 8...9: return self.credit(&input)
        case 10: return self.frame(.ping, ByteBuffer(integer: UInt64(input.byte())))
        case 11: return self.frame(.pong, ByteBuffer(integer: self.ping ?? UInt64(input.byte())))
        case 12: return self.goAway(&input)
        case 13:
            return self.frame(
                FrameType(rawValue: input.byte()), flags: input.byte(), code: input.integer(),
                stream: self.stream(&input), input.buffer(Int(input.byte())))
        case 14: return self.frame(.message, flags: input.byte(), stream: self.stream(&input), input.buffer(40))
        default: return input.buffer(Int(operation >> 4) * 3)
        }
    }

    /// A stream: one of the last sixteen, the next one, or any.
    private mutating func stream(_ input: inout FuzzInput) -> UInt32 {
        let choice = UInt32(input.byte())
        switch choice {
        case ..<0xE0: return self.highest &- 2 &* (choice & 0x0F)
        case ..<0xF0: return self.highest &+ 2
        default: return input.integer()
        }
    }

    private mutating func request(_ input: inout FuzzInput) -> ByteBuffer {
        let choice = input.byte()
        var stream = self.highest == 0 ? 1 : self.highest &+ 2
        if choice & 0xC0 == 0xC0 { stream = self.stream(&input) }
        let metadata = choice & 0x20 == 0 ? Metadata() : input.metadata()
        var payload = ByteBuffer()
        payload.writeInteger(UInt16(clamping: metadata.byteCount))
        payload.writeInteger(UInt8(1))
        payload.writeInteger(UInt8(0))
        payload.writeInteger(choice & 0x10 == 0 ? 0 : input.integer(UInt32.self))
        payload.writeInteger(UInt64(0))
        payload.writeInteger(UInt8(ascii: "0") + (choice & 3))
        payload.writeImmutableBuffer(metadata.bytes)
        let flags = self.body(&input, into: &payload, ends: choice & 0x04 != 0)
        if stream & 0x8000_0001 == 1, stream > self.highest { self.highest = stream }
        return self.frame(.request, flags: flags, stream: stream, payload)
    }

    private mutating func response(_ input: inout FuzzInput) -> ByteBuffer {
        let choice = input.byte()
        let metadata = choice & 0x20 == 0 ? Metadata() : input.metadata()
        var payload = ByteBuffer()
        payload.writeInteger(UInt16(clamping: metadata.byteCount))
        payload.writeInteger(UInt16(0))
        payload.writeInteger(UInt32(0))
        payload.writeImmutableBuffer(metadata.bytes)
        let flags = self.body(&input, into: &payload, ends: choice & 0x04 == 0)
        return self.frame(.response, flags: flags, stream: self.stream(&input), payload)
    }

    /// What follows a header: nothing, a message, or the first fragment of one; answers the frame's flags.
    private func body(_ input: inout FuzzInput, into payload: inout ByteBuffer, ends: Bool) -> UInt8 {
        let choice = input.byte()
        let compressed: UInt8 = choice & 0x40 == 0 ? 0 : 0x02
        var flags: UInt8 = ends ? 0x01 : 0
        switch choice & 0x07 {
        case 0: break
        case 1...4:
            flags |= 0x08 | compressed
            if compressed != 0 { payload.writeInteger(UInt32(input.length())) }
            payload.writeRepeatingByte(choice, count: input.length())
        case 5...6:
            flags = 0x08 | 0x04 | compressed
            if compressed != 0 { payload.writeInteger(UInt32(input.length())) }
            let first = input.length()
            payload.writeInteger(UInt32(first + input.length()))
            payload.writeRepeatingByte(choice, count: min(first, 65_000))
        default: payload.writeImmutableBuffer(input.buffer(Int(choice >> 3)))
        }
        return choice & 0x80 == 0 ? flags : flags ^ input.byte()
    }

    private mutating func message(_ input: inout FuzzInput) -> ByteBuffer {
        let choice = input.byte()
        let stream = self.stream(&input)
        var payload = ByteBuffer()
        if choice & 0x08 != 0 { payload.writeInteger(UInt32(input.length())) }
        if choice & 0x10 != 0 { payload.writeInteger(UInt32(input.length())) }
        payload.writeRepeatingByte(choice, count: input.length())
        return self.frame(.message, flags: choice & 0x07, stream: stream, payload)
    }

    private mutating func end(_ input: inout FuzzInput) -> ByteBuffer {
        let stream = self.stream(&input)
        if self.side == .client { return self.frame(.end, stream: stream) }
        let choice = input.byte()
        var payload = ByteBuffer(repeating: 0, count: 8)
        if choice & 0x80 != 0 { payload.writeImmutableBuffer(input.buffer(8)) }
        return self.frame(.end, flags: choice & 0x70, code: UInt16(choice & 0x0F), stream: stream, payload)
    }

    private mutating func credit(_ input: inout FuzzInput) -> ByteBuffer {
        let choice = input.byte()
        let bytes: UInt32 = choice & 0x80 == 0 ? UInt32(choice) << 10 : input.integer()
        return self.frame(.credit, stream: self.stream(&input), ByteBuffer(integer: bytes))
    }

    private mutating func goAway(_ input: inout FuzzInput) -> ByteBuffer {
        let choice = input.byte()
        let last = choice & 0x0F == 0x0F ? UInt32.max : self.stream(&input)
        var payload = ByteBuffer()
        payload.writeMultipleIntegers(last, UInt32(choice), UInt32(choice))
        return self.frame(.goAway, code: UInt16(choice >> 4), payload)
    }

    private func frame(
        _ type: FrameType, flags: UInt8 = 0, code: UInt16 = 0, stream: UInt32 = 0, _ payload: ByteBuffer = ByteBuffer()
    ) -> ByteBuffer {
        var bytes = ByteBuffer()
        FrameHeader(
            length: UInt32(payload.readableBytes), type: type, flags: FrameFlags(rawValue: flags), code: code,
            stream: StreamID(rawValue: stream)
        ).write(into: &bytes)
        bytes.writeImmutableBuffer(payload)
        return bytes
    }
}
