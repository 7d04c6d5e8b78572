import NIOCore
import Testing

@testable import TrunkWire

@Suite("Fragmenting") struct FragmentingTests {
    @Test(
        "a message of any size around the frame limit is cut where it stands, whatever lies before it",
        arguments: [0, 1, 40, 41, 42, 43, 99, 100, 101, 142, 143, 243, 1_000, 4_242])
    func sizes(messageBytes: Int) throws {
        let header = ByteBuffer(repeating: 0x11, count: 56)
        let message = ByteBuffer(bytes: (0..<messageBytes).map { UInt8(truncatingIfNeeded: $0 &* 7) })
        var out = ByteBuffer(string: "before")
        out.moveReaderIndex(forwardBy: 2)
        let start = FrameEncoder.begin(.request, flags: [.end, .hasMessage], stream: .first, into: &out)
        out.writeImmutableBuffer(header)
        let extent = FrameEncoder.Extent(frameStart: start, messageStart: out.writerIndex)
        out.writeImmutableBuffer(message)
        var queue = FragmentQueue()
        if let rest = FrameEncoder.finishMessage(extent, frameBytesMax: 100, in: &out) {
            queue.add(.init(call: CallID(stream: .first, slot: 0), rest: rest, endsStream: true))
        }
        while !queue.isEmpty { _ = queue.writeNext(frameBytesMax: 100, into: &out) }

        let before = out.readString(length: 4)
        #expect(before == "fore")
        var joined = ByteBuffer()
        var frames = 0
        var isLast = false
        while let (length, type, flags, _, stream) = out.readMultipleIntegers(
            as: (UInt32, UInt8, UInt8, UInt16, UInt32).self)
        {
            let slice = out.readSlice(length: Int(length))
            var payload = try #require(slice)
            #expect(!isLast)
            #expect(length <= 100)
            #expect(stream == 1)
            isLast = flags & Flag.end != 0
            #expect(isLast == (flags & Flag.more == 0))
            if frames == 0 {
                #expect(type == 0x02)
                let first = payload.readSlice(length: 56)
                #expect(first == header)
                let total = isLast ? UInt32(messageBytes) : payload.readInteger(as: UInt32.self)
                #expect(total == UInt32(messageBytes))
            } else {
                #expect(type == 0x04)
                #expect(payload.readableBytes > 0)
            }
            joined.writeImmutableBuffer(payload)
            frames += 1
        }
        #expect(isLast)
        #expect(joined == message)
        #expect(out.readableBytes == 0)
        #expect(frames == (messageBytes <= 44 ? 1 : 1 + (messageBytes - 40 + 99) / 100))
    }
}
