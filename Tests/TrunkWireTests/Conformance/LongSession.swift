import NIOCore

@testable import TrunkWire

/// Sessions of some 200 frames with calls of every shape, compression, fragments and cancels (RT-D5).
enum LongSession {
    static let limits: WireLimits = {
        var limits = WireLimits()
        limits.acceptsDeflate = true
        return limits
    }()

    /// What the test's client and server agree on: the shape of a call by its stream.
    static func shape(of stream: UInt32) -> CallShape {
        switch stream / 2 % 4 {
        case 0: .unary
        case 1: .clientStreaming
        case 2: .serverStreaming
        default: .bidirectional
        }
    }

    private static func part(_ stream: UInt32, flags: UInt8 = Flag.more, _ payload: ByteBuffer) -> Bytes {
        .frame(0x04, flags: flags, stream: stream, payload)
    }

    /// One round of a client's: 33 frames for the calls from `first` on, one of each shape, and a second of each that is
    /// cancelled or malformed.
    private static func clientRound(_ first: UInt32) -> Bytes {
        let (unary, upload, watch, talk) = (first, first + 2, first + 4, first + 6)
        var bytes = Bytes.request(unary, flags: Flag.hasMessage | Flag.more, Bytes.total(9, "un"))
        bytes = bytes + .request(upload, flags: 0, ByteBuffer()) + .request(watch, "watch")
        bytes = bytes + .request(talk, flags: Flag.hasMessage, ByteBuffer(string: "hello"))
        bytes = bytes + .message(upload, flags: 0, "a") + part(talk, .words(8, text: "fra"))
        bytes =
            bytes + .message(unary, flags: Flag.more, "ary ") + .frame(0xF5) + .pong(7) + .message(upload, flags: 0, "")
        bytes = bytes + part(upload, flags: Flag.compressed, .words(40, text: "deflated")) + .message(unary, "one")
        bytes = bytes + part(talk, ByteBuffer(string: "gm")) + .credit(watch, 65_536) + .frame(0xF3, flags: 0x7F)
        bytes = bytes + part(talk, flags: 0, ByteBuffer(string: "ent")) + .message(upload, "last")
        bytes = bytes + part(talk, flags: Flag.compressed | Flag.more, .words(90, 6, text: "zi"))
        bytes = bytes + part(talk, flags: 0, ByteBuffer(string: "pped")) + .clientEnd(talk)
        let (gone, late, wrong, cut) = (first + 8, first + 10, first + 12, first + 14)
        bytes = bytes + .request(gone, total: 30, "never whole") + .request(late, flags: 0, ByteBuffer())
        bytes = bytes + .reset(gone, "gone") + .message(gone, "straggler") + .message(late, flags: 0, "m")
        bytes = bytes + part(late, .words(30, text: "partly")) + .reset(late) + .frame(0x02, flags: 1, stream: wrong)
        return bytes + .request(cut, flags: 0, ByteBuffer()) + .message(cut, flags: Flag.end | Flag.more, "x")
            + .pong(3) + .clientEnd(wrong)
    }

    static let client: ByteBuffer = {
        let hello = Bytes.hello(Bytes.number(0x0D, 1 << 20), Bytes.number(0x08, 1), Bytes.tlv(0xE9, [7]))
        var bytes = Bytes.clientPreface + hello + .frame(0xF1) + .pong(1)
        for round in 0..<6 { bytes = bytes + Self.clientRound(UInt32(round * 16 + 1)) }
        return (bytes + .goAway(8, last: 0, text: "bye")).buffer
    }()

    /// What a server sends for four calls, one of each shape, from `first` on.
    private static func serverRound(_ first: UInt32) -> Bytes {
        let (unary, upload, watch, talk) = (first, first + 2, first + 4, first + 6)
        var bytes = Bytes.response(unary, flags: Flag.hasMessage | Flag.more, Bytes.total(9, "un"))
        bytes =
            bytes + .message(watch, flags: 0, "first") + part(talk, .words(8, text: "fra")) + .frame(0xF5) + .pong(7)
        bytes =
            bytes + .message(unary, flags: Flag.more, "ary ") + part(upload, flags: Flag.more, .words(4, text: "up"))
        bytes = bytes + part(talk, ByteBuffer(string: "gm")) + .credit(talk, 65_536) + .message(unary, "one")
        bytes = bytes + part(talk, flags: 0, ByteBuffer(string: "ent")) + .message(watch, flags: 0, "")
        bytes = bytes + part(upload, flags: 0, ByteBuffer(string: "on")) + .serverEnd(upload, 0)
        bytes = bytes + part(talk, flags: Flag.compressed, .words(40, text: "deflated")) + .frame(0xFC)
        bytes = bytes + part(watch, flags: Flag.compressed | Flag.more, .words(90, 6, text: "zi"))
        let text = Bytes.tlv(0x20, Array("gone".utf8))
        bytes = bytes + .serverEnd(talk, 5, flags: 0x20, metadata: text) + .message(talk, flags: 0, "straggler")
        bytes = bytes + part(watch, flags: 0, ByteBuffer(string: "pped")) + .serverEnd(watch, 0)
        // Four more: two replies that break a rule, one that is cut off, one behind a cancel.
        let (wrong, early, cut, gone) = (first + 8, first + 10, first + 12, first + 14)
        bytes = bytes + .message(wrong, flags: 0, "x") + .message(early, "ends a stream")
        bytes = bytes + .response(cut, flags: Flag.hasMessage, ByteBuffer()) + .serverEnd(wrong, 1) + .serverEnd(cut, 1)
        return bytes + .message(gone, flags: 0, "m") + part(gone, .words(8, text: "half")) + .serverEnd(gone, 13)
            + .pong(9) + .message(gone, flags: 0, "straggler")
    }

    static let serverGreeting: Bytes = {
        let hello = Bytes.hello(Bytes.number(0x03, 256), Bytes.number(0x0D, 1 << 20), Bytes.number(0x08, 1))
        return .clientPreface + hello + .frame(0xFB)
    }()

    /// What a server sends behind its greeting to a client that has opened 56 calls.
    static let server: ByteBuffer = {
        let rounds = (0..<7).reduce(Bytes()) { $0 + Self.serverRound(UInt32($1 * 16 + 1)) }
        return (rounds + .goAway(8, last: 0xFFFF_FFFF) + .goAway(8, last: 999)).buffer
    }()

    static func frameCount(_ session: ByteBuffer) -> Int {
        frameLines(session).filter { !$0.hasPrefix("PREFACE") }.count
    }
}
