import NIOCore
import Testing

@testable import TrunkWire

@Suite("Compressed messages") struct CompressedMessageTests {
    private static let flags = Flag.end | Flag.hasMessage | Flag.compressed

    private static var limits: WireLimits {
        var limits = WireLimits()
        limits.acceptsDeflate = true
        limits.messageDecodedBytesMax = 100_000
        return limits
    }

    private static func deflated(_ decodedBytes: UInt32, _ bytes: String) -> ByteBuffer {
        var rest = ByteBuffer(integer: decodedBytes)
        rest.writeString(bytes)
        return rest
    }

    @Test("the decoded length stands before the message, and is told with it")
    func received() {
        let server = ServerBench.open(limits: Self.limits)
        _ = server.read(.request(1, flags: Self.flags, Self.deflated(9, "zz")))
        #expect(server.accept(1) == "run 'zz'")
        guard case .whole(let message) = server.opened[1]?.message else {
            Issue.record("not whole")
            return
        }
        #expect(message.decodedBytes == 9)
    }

    @Test("in a fragmented message the total follows the decoded length")
    func fragmented() {
        let server = ServerBench.open(limits: Self.limits)
        var rest = ByteBuffer(integer: UInt32(5_000))
        rest.writeImmutableBuffer(Bytes.total(4, "ab"))
        _ = server.read(.request(1, flags: Flag.hasMessage | Flag.more | Flag.compressed, rest))
        #expect(server.accept(1) == "wait")
        #expect(server.read(.message(1, "cd")) == ["message 1 'abcd'"])
    }

    @Test("COMPRESSED without HELLO 08, without a length, above the limit, on a secret", arguments: 0..<4)
    func refused(place: Int) {
        var limits = Self.limits
        if place == 0 { limits.acceptsDeflate = false }
        let server = ServerBench.open(limits: limits)
        let rest = [
            Self.deflated(9, "zz"), ByteBuffer(string: "abc"), Self.deflated(100_001, "zz"), Self.deflated(9, "zz"),
        ][place]
        let events = server.read(.request(1, flags: Self.flags, rest))
        #expect(events.count == (place == 3 ? 1 : 0))
        if place == 3 { #expect(server.accept(1, carriesSecret: true) == "ended") }
        let rule: Rule = [.compressionNotNegotiated, .deflateMalformed, .messageDecodedTooLong, .compressedSecret][
            place]
        let code = place == 2 ? 8 : 3
        #expect(server.written() == ["END 1 [NOT_EXECUTED NO_RETRY] \(code) \(rule.text)"])
    }

    @Test(
        "a compressed message of a stream is charged by its bytes on the wire; one with a secret ends the call (TRK-904)"
    )
    func streamed() {
        let server = ServerBench.open(limits: Self.limits)
        _ = server.read(.request(1, flags: 0, ByteBuffer()) + .request(3, flags: 0, ByteBuffer()))
        _ = server.accept(1, as: .bidirectional)
        _ = server.accept(3, as: .bidirectional, carriesSecret: true)
        let frame = Bytes.frame(0x04, flags: Flag.compressed, stream: 1, Self.deflated(9, "zz"))
        #expect(server.read(frame) == ["message 1 'zz'"])
        #expect(server.arrived[1]?.first?.creditBytes == 66)
        let secret = Bytes.frame(0x04, flags: Flag.compressed, stream: 3, Self.deflated(9, "zz"))
        #expect(server.read(secret) == ["cancel 3 TRK-904"])
    }

    @Test("what is sent compressed has the flag and its length in front, also in fragments")
    func sent() {
        let server = ServerBench.open(hello: .hello(Bytes.number(0x0D, 1_048_576), Bytes.number(0x02, 1_048_576)))
        _ = server.read(.request(1, credit: 1_000_000, ByteBuffer(string: "a")))
        _ = server.accept(1, as: .serverStreaming)
        #expect(server.send(1, ByteBuffer(string: "zz"), decodedBytes: 500) == "sent")
        #expect(server.send(1, ByteBuffer(repeating: 1, count: 70_000), decodedBytes: 900_000) == "sent")
        #expect(server.send(1, ByteBuffer(string: "zz"), decodedBytes: 2_000_000) == "hold")
        _ = server.endOfTurn()
        #expect(
            server.written() == [
                "MESSAGE 1 [COMPRESSED] '\0\0\u{01}\u{FFFD}zz'", "MESSAGE 1 [COMPRESSED MORE] 65536 bytes",
                "MESSAGE 1 4472 bytes",
            ])
        #expect(
            server.send(1, ByteBuffer(string: "zz"), decodedBytes: 2_000_000)
                == "too long: message_decoded_bytes 1048576")
    }
}
