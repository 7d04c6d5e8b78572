import NIOCore

/// Valid sessions, byte by byte, that tests split and damage.
enum RecordedSessions {
    private static let longText = String(repeating: "long ", count: 40)

    /// What a client sends: every frame it may send, fragments between other calls, grease, a straggler.
    static let client: ByteBuffer = {
        let metadata =
            Bytes.tlv(0x02, Array(repeating: 7, count: 26)) + Bytes.tlv(0xE4, [1]) + Bytes.tlv(0xF0, [1, 97])
        let greeting =
            Bytes.clientPreface + .hello(Bytes.number(0x0D, 1_048_576), Bytes.tlv(0xE7, [1, 2])) + .frame(0xF2)
        let calls =
            Bytes.request(1, "one") + .request(3, total: 200, String(longText.prefix(100)))
            + .request(5, timeout: 1_000_000, metadata: metadata, ByteBuffer(string: longText)) + .ping(42)
            + .message(3, flags: Flag.more, String(longText.prefix(60))) + .credit(3, 65_536) + .request(9, "")
            + .message(3, String(longText.prefix(40))) + .reset(1, "too late")
        let rest =
            Bytes.request(11, total: 50, "cancelled") + .reset(11, "gone") + .message(11, "straggler")
            + .request(13, flags: Flag.end | Flag.hasMessage, path: "", ByteBuffer(string: "x")) + .pong(7)
            + .frame(0x05, stream: 11) + .goAway(8, last: 0, text: "bye")
        return (greeting + calls + rest).buffer
    }()

    /// What a server sends to a client that has opened the calls 1 to 15.
    static let server: ByteBuffer = {
        let greeting =
            Bytes.clientPreface + .hello(Bytes.number(0x03, 256), Bytes.number(0x0D, 1_048_576)) + .frame(0xFB)
        let metadata = Bytes.tlv(0x20, Array("no such number".utf8)) + Bytes.tlv(0x22, [0, 0, 0, 0, 0, 0, 0, 9])
        let replies =
            Bytes.response(3, "three") + .response(1, flags: Flag.hasMessage | Flag.more, Bytes.total(10, "0123"))
            + .serverEnd(5, 5, flags: 0x20, metadata: metadata) + .message(1, flags: Flag.more, "456") + .ping(1)
            + .response(7, metadata: Bytes.tlv(0xE1, []), ByteBuffer(string: longText)) + .message(1, "789")
            + .credit(9, 65_536)
        let rest =
            Bytes.response(9, flags: Flag.hasMessage | Flag.more, Bytes.total(9, "0")) + .serverEnd(9, 13)
            + .goAway(8, last: 0xFFFF_FFFF) + .pong(3) + .goAway(8, last: 13, text: "drain") + .serverEnd(11, 1)
            + .response(13, "last")
        return (greeting + replies + rest).buffer
    }()
}
