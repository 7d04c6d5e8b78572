import NIOCore

@testable import TrunkWire

extension DirectedSequence {
    /// PING, PONG and silence, section 8.
    static let keepAlive: [DirectedSequence] = [
        .init([701], "of several PINGs the newest is answered", "PONG 3") {
            let server = ServerBench.open()
            return server.read(.ping(1) + .ping(2) + .ping(3)) + server.turn()
        },
        .init([702, 809], "a PING too soon costs 5", "open; GOAWAY 6 last 0 TRK-809; closed") {
            let server = ServerBench.open(limits: Self.points(10))
            _ = server.read(.ping(1))
            server.nowMillis += 5_000
            _ = server.read(.ping(2))
            let before = server.read(.ping(3) + .ping(4)) + (server.endOfTurn() == nil ? ["open"] : [])
            _ = server.written()
            return before + server.read(.ping(5)) + server.turn().filter { !$0.hasPrefix("PONG") }
        },
        .init([703], "silence with a call open", "; PING; closed") {
            let client = ClientBench.open()
            _ = client.call("m")
            _ = client.written()
            client.nowMillis += 59_999
            client.tick()
            let early = client.turn().joined()
            client.nowMillis += 1
            client.tick()
            let asked = client.turn().joined()
            client.nowMillis += 20_000
            client.tick()
            return [early, asked] + client.turn()
        },
        .init([703, 809], "a PONG nobody asked for costs 1", "open; GOAWAY 6 last 0 TRK-809; closed") {
            let server = ServerBench.open(limits: Self.points(3))
            let before = server.read(Stragglers.pongs(3)) + (server.endOfTurn() == nil ? ["open"] : [])
            return before + server.read(.pong(1)) + server.turn()
        },
        .init([704], "30 minutes without a call", "; GOAWAY 7 last 0 TRK-704; closed") {
            let server = ServerBench.open()
            server.nowMillis += 1_799_999
            _ = server.tick()
            let early = server.turn().joined()
            server.nowMillis += 1
            _ = server.tick()
            return [early] + server.turn()
        },
        .init([802], "a frame that takes too long", "; GOAWAY 4 last 0 TRK-802; closed") {
            let server = ServerBench.open()
            _ = server.read(.header(length: 16_384, type: 0x02, flags: 0x09, stream: 1))
            server.nowMillis += 5_999
            _ = server.tick()
            let early = server.turn().joined()
            server.nowMillis += 1
            _ = server.tick()
            return [early] + server.turn()
        },
    ]

    private static func points(_ most: Int) -> WireLimits {
        var limits = WireLimits()
        limits.abusePointsMax = most
        return limits
    }

    /// A server that goes, section 8.
    static let drain: [DirectedSequence] = [
        .init([705], "GOAWAY twice around a PING", "GOAWAY 8 last 4294967295 ; PING; GOAWAY 8 last 5 ") {
            let server = ServerBench.open()
            server.running()
            server.drain()
            let first = server.takeOutput()
            let ping = first.getInteger(at: first.writerIndex - 8, as: UInt64.self) ?? 0
            _ = server.read(.pong(ping))
            return frameLines(first) + server.turn()
        },
        .init([705, 708], "without a PONG for 1 s; then the grace is over", "GOAWAY 8 last 5 ; none; graceOver") {
            let server = ServerBench.open()
            server.running()
            server.drain()
            _ = server.written()
            server.nowMillis += 1_000
            _ = server.tick()
            let second = server.turn()
            server.nowMillis += 1_999
            let early = "\(server.tick())"
            server.nowMillis += 1
            return second + [early, "\(server.tick())"]
        },
        .init([708], "what still runs is ended with UNAVAILABLE", "END 5 14 ; ") {
            let server = ServerBench.open()
            server.running()
            server.terminate(5, EndStatus(.unavailable))
            return server.turn() + server.turn() + [""]
        },
        .init([706, 326], "a REQUEST above the last id is dropped unread", "; GOAWAY 8 last 5 ; ") {
            let server = ServerBench.open()
            server.running()
            server.drain()
            _ = server.written()
            server.nowMillis += 1_000
            _ = server.tick()
            let last = server.turn()
            return [""] + last + server.read(.request(7, "m") + .frame(0x02, stream: 9)) + server.turn() + [""]
        },
        .init(
            [706, 709], "calls above the last id are not executed",
            "goAway 8 last 4294967295; goAway 8 last 3; "
                + "failed 5 unavailable not executed TRK-706; goAway 8 last 5; reply 3 ok 'm'; reply 1 ok 'm'; closed"
        ) {
            let client = ClientBench.open()
            for _ in 0..<3 { _ = client.call("m") }
            _ = client.written()
            let bytes =
                Bytes.goAway(8, last: 0xFFFF_FFFF) + .goAway(8, last: 3) + .goAway(8, last: 5) + .response(3, "m")
                + .response(1, "m")
            return client.read(bytes) + client.turn()
        },
        .init([709, 710], "the last id is never raised", "GOAWAY 8 last 5 ; GOAWAY 1 last 5 TRK-203; closed") {
            let server = ServerBench.open()
            server.running()
            server.drain()
            _ = server.written()
            server.nowMillis += 1_000
            _ = server.tick()
            return server.turn() + server.read(.request(7, "m") + .frame(0x0B)) + server.turn()
        },
        .init([710], "malformed and refused calls count", "GOAWAY 1 last 9 TRK-203; closed") {
            let server = ServerBench.open()
            _ = server.read(.request(5, "m") + .frame(0x02, flags: 1, stream: 9))
            _ = server.written()
            return server.read(.frame(0x0B)) + server.turn()
        },
        .init([707], "no call is opened after the server's GOAWAY", "goAway 8 last 4294967295; leaving") {
            let client = ClientBench.open()
            return client.read(.goAway(8, last: 0xFFFF_FFFF)) + [client.call("m")]
        },
    ]

    /// A client that goes, and the end of input, section 8.
    static let leaving: [DirectedSequence] = [
        .init([707], "a REQUEST after the client's GOAWAY", "goAway 8; GOAWAY 1 last 5 TRK-707; closed") {
            let server = ServerBench.open()
            server.running()
            return server.read(.goAway(8, last: 0) + .request(7, "m")) + server.turn()
        },
        .init([707], "the running calls finish", "GOAWAY 8 last 0 ; leaving; reply 1 ok 'm'; closed") {
            let client = ClientBench.open()
            _ = client.call("m")
            _ = client.written()
            client.drain()
            return client.turn() + [client.call("n")] + client.read(.response(1, "m")) + client.turn()
        },
        .init([711], "the end of input inside a preface", "closed") {
            let server = ServerBench()
            _ = server.read(.hex("89 54 52"))
            return server.inputClosed() + server.turn()
        },
        .init([711], "the end of input before HELLO", "closed") {
            let server = ServerBench()
            _ = server.read(.clientPreface + .hex("00 00"))
            _ = server.written()
            return server.inputClosed() + server.turn()
        },
        .init(
            [711], "the end of input: what is complete finishes",
            "abandoned 7; END 7 [NOT_EXECUTED] 1 ; RESPONSE 5 [END HAS_MESSAGE] 'm'; closed"
        ) {
            let server = ServerBench.open()
            server.running()
            _ = server.read(.request(7, total: 10, "abcd") + .hex("00 00 00"))
            let ended = server.inputClosed() + server.turn()
            _ = server.respond(5, "m")
            return ended + server.turn()
        },
        .init([711], "the end of input at the client", "closed") {
            let client = ClientBench.open()
            _ = client.call("m")
            _ = client.written()
            client.inputClosed()
            return client.read(Bytes()) + client.turn()
        },
    ]

    /// Section 11, and what a client checks first.
    static let limits: [DirectedSequence] = [
        .init([812, 803], "a client sends nothing above the server's limits", "too long: message_wire_bytes 49152") {
            let client = ClientBench.open()
            return [client.call(ByteBuffer(repeating: 0, count: 49_153))] + client.turn()
        },
        .init([812, 807], "a client holds calls back above the server's number", "sent 31; hold") {
            let client = ClientBench.open()
            for _ in 0..<15 { _ = client.call("m") }
            return [client.call("m"), client.call("m")]
        },
        .init([809], "100 points come back in a second", "open; GOAWAY 6 last 0 TRK-809; closed") {
            let server = ServerBench.open(limits: Self.points(200))
            _ = server.read(Stragglers.pongs(200))
            server.nowMillis += 1_000
            _ = server.read(Stragglers.pongs(100))
            let before = server.endOfTurn() == nil ? ["open"] : []
            return before + server.read(.pong(1)) + server.turn()
        },
        .init([809], "a call that completes gives a point back", "open; GOAWAY 6 last 5 TRK-809; closed") {
            let server = ServerBench.open(limits: Self.points(10))
            _ = server.read(Stragglers.pongs(5))
            server.running()
            _ = server.respond(5, "m")
            _ = server.written()
            _ = server.read(Stragglers.pongs(6))
            let before = server.endOfTurn() == nil ? ["open"] : []
            return before + server.read(.pong(1)) + server.turn()
        },
        .init([804], "an uncompressed message obeys the decoded limit", "END 5 [NOT_EXECUTED NO_RETRY] 8 TRK-804") {
            var limits = WireLimits()
            limits.messageWireBytesMax = 65_536
            limits.messageDecodedBytesMax = 50_000
            let server = ServerBench.open(limits: limits)
            return server.read(.request(5, ByteBuffer(repeating: 0, count: 60_000))) + server.turn()
        },
    ]
}
