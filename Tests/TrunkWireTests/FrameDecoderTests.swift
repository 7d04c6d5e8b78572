import NIOCore
import Testing

@testable import TrunkWire

@Suite("Frame decoder") struct FrameDecoderTests {
    private static let expected = FrameHeader.Expectation(
        sender: .client, frameBytesMax: 65_536, helloAwaited: false, lastStream: StreamID(rawValue: 9))
    private static let now = NIODeadline.uptimeNanoseconds(1)

    @Test("bytes that drip in one by one give the frames that came at once (TRK-215)")
    func drip() throws {
        let stream = Bytes.ping(1) + .request(11, "hello") + .clientEnd(9) + .frame(0xF0) + .message(7, "")
        var whole = FrameDecoder()
        whole.append(stream.buffer)
        var atOnce: [Frame] = []
        while let frame = try whole.next(Self.expected, now: Self.now) { atOnce.append(frame) }
        #expect(atOnce.map(\.header.type.rawValue) == [0x08, 0x02, 0x05, 0xF0, 0x04])

        var dripping = FrameDecoder()
        var oneByOne: [Frame] = []
        for byte in stream.buffer.readableBytesView {
            dripping.append(ByteBuffer(bytes: [byte]))
            while let frame = try dripping.next(Self.expected, now: Self.now) { oneByOne.append(frame) }
        }
        #expect(oneByOne == atOnce)
        #expect(dripping.waitingSince == nil)
    }

    @Test("garbage around the bytes in the same storage is not looked at")
    func garbage() throws {
        var storage = ByteBuffer(repeating: 0xAA, count: 7)
        storage.writeImmutableBuffer(Bytes.ping(5).buffer)
        storage.writeRepeatingByte(0xBB, count: 9)
        var decoder = FrameDecoder()
        decoder.append(try #require(storage.getSlice(at: 7, length: 20)))
        #expect(try decoder.next(Self.expected, now: Self.now)?.payload == ByteBuffer(integer: UInt64(5)))
        #expect(try decoder.next(Self.expected, now: Self.now) == nil)
    }

    @Test("a frame that is too long is refused from its header, in every split (TRK-202)")
    func refusedEarly() throws {
        let header = Bytes.header(length: 65_537, type: 0x04, stream: 9).buffer
        var decoder = FrameDecoder()
        for (count, byte) in header.readableBytesView.enumerated() {
            decoder.append(ByteBuffer(bytes: [byte]))
            if count < 11 {
                #expect(try decoder.next(Self.expected, now: Self.now) == nil)
            }
        }
        #expect(throws: ConnectionViolation(.frameTooLong, reason: .frameSize)) {
            try decoder.next(Self.expected, now: Self.now)
        }
    }

    @Test("a remainder does not keep a large read alive")
    func remainder() throws {
        var read = Bytes.message(9, String(repeating: "x", count: 60_000)).buffer
        read.writeImmutableBuffer(Bytes.hex("00 00 00").buffer)
        var decoder = FrameDecoder()
        decoder.append(read)
        _ = try decoder.next(Self.expected, now: Self.now)
        #expect(try decoder.next(Self.expected, now: Self.now) == nil)
        #expect(decoder.bytes.readableBytes == 3)
        #expect(decoder.bytes.storageCapacity <= 64)
        var large = ByteBuffer()
        large.reserveCapacity(65_536)
        large.writeInteger(UInt8(0))
        var fresh = FrameDecoder()
        fresh.append(large)
        _ = try fresh.next(Self.expected, now: Self.now)
        #expect(fresh.bytes.storageCapacity <= 64)
    }
}
