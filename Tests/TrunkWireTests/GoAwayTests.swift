import NIOCore
import Testing

@testable import TrunkWire

@Suite("GOAWAY") struct GoAwayTests {
    @Test("the bytes stand where the picture has them")
    func picture() throws {
        var bytes = ByteBuffer()
        let goAway = GoAway(
            reason: .shutdown, lastStream: StreamID(rawValue: 5), graceMillis: 3_000, spreadMillis: 258, text: "hi")
        goAway.write(into: &bytes)
        let expected = Bytes.hex(
            "00 00 00 0E 0A 00 00 08 00 00 00 00 00 00 00 05 00 00 0B B8 00 00 01 02 68 69")
        #expect(bytes == expected.buffer)
        let header = try #require(FrameHeader(peeking: bytes, at: 0))
        bytes.moveReaderIndex(forwardBy: 12)
        #expect(try GoAway(reading: Frame(header: header, payload: bytes)) == goAway)
    }

    @Test("text is cut to 256 bytes by the writer and by the reader")
    func cut() throws {
        var bytes = ByteBuffer()
        GoAway(reason: .idle, lastStream: .all, text: String(repeating: "é", count: 200)).write(into: &bytes)
        #expect(bytes.readableBytes == 12 + 12 + 256)
        let long = Bytes.goAway(1, last: 0, text: String(repeating: "x", count: 300))
        let header = try #require(FrameHeader(peeking: long.buffer, at: 0))
        let payload = try #require(long.buffer.getSlice(at: 12, length: 312))
        #expect(try GoAway(reading: Frame(header: header, payload: payload)).text.utf8.count == 256)
    }
}
