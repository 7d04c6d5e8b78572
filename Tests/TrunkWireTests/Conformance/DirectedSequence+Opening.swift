import NIOCore

@testable import TrunkWire

extension DirectedSequence {
    /// Section 1 and 3.
    static let opening: [DirectedSequence] = [
        .init([101, 119], "a client greets, and sends requests behind it", "PREFACE 1 1; HELLO; EXTENSION; sent 1") {
            let client = ClientBench()
            return client.written() + [client.call("m")]
        },
        .init([102, 119], "a server waits for a preface, and not for HELLO", "PREFACE 1 1; HELLO; EXTENSION") {
            let server = ServerBench()
            return server.turn() + server.read(.clientPreface) + server.turn()
        },
        .init([103], "another magic, to the server", "closed") {
            let server = ServerBench()
            return server.read(.hex("89 54 52 4B 0D 0A 1A 0B 01 01 00 00")) + server.turn()
        },
        .init([103], "another magic, to the client", "closed") {
            let client = ClientBench()
            _ = client.written()
            return client.read(.hex("48 54 54 50 2F 31 2E 31 20 34 30 30")) + client.turn()
        },
        .init([104, 605], "versions 2 to 3", "PREFACE 0 1; GOAWAY 2 last 0 TRK-104; closed") { Self.offer(2, 3) },
        .init([104], "versions 0 to 0", "PREFACE 0 1; GOAWAY 2 last 0 TRK-104; closed") { Self.offer(0, 0) },
        .init([104], "versions 3 to 1", "PREFACE 0 1; GOAWAY 2 last 0 TRK-104; closed") { Self.offer(3, 1) },
        .init([104, 106], "versions 0 to 7", "PREFACE 1 1; HELLO; EXTENSION") { Self.offer(0, 7) },
        .init([105], "a version that was not offered", "GOAWAY 2 last 0 TRK-105; closed") { Self.answer(2, 2) },
        .init([105], "no version in common", "closed") { Self.answer(0, 2) },
        .init([106], "random bytes", "ready") { Self.answer(1, 9) },
        .init([120], "16 calls before the server's HELLO", "hold; ready; sent 33") {
            let client = ClientBench()
            for _ in 0..<16 { _ = client.call("m") }
            _ = client.written()
            let held = client.call("m")
            let hello = Bytes.hello(Bytes.number(0x03, 17))
            return [held] + client.read(ClientBench.serverPreface + hello) + [client.call("m")]
        },
        .init(
            [120, 812], "the floors before the server's HELLO",
            "sent 1; too long: message_wire_bytes 49152; metadataTooLong(TrunkWire.HitLimit(name: \"metadata_bytes\", "
                + "value: 4096))"
        ) {
            let client = ClientBench()
            var metadata = Metadata()
            metadata.append(.padding, ByteBuffer(repeating: 0, count: 4_094))
            return [
                client.call(ByteBuffer(repeating: 0, count: 49_152)),
                client.call(ByteBuffer(repeating: 0, count: 49_153)), client.call(ByteBuffer(), metadata: metadata),
            ]
        },
        .init([121], "no HELLO in 5 s, at the server", "closed") {
            let server = ServerBench()
            _ = server.read(.clientPreface)
            _ = server.written()
            server.nowMillis += 4_999
            _ = server.tick()
            let early = server.turn()
            server.nowMillis += 1
            _ = server.tick()
            return early + server.turn()
        },
        .init([121], "no HELLO in 5 s, at the client", "closed") {
            let client = ClientBench()
            _ = client.written()
            client.nowMillis += 5_000
            client.tick()
            return client.turn()
        },
        .init([206], "undefined flags, and codes without meaning", "call 5 a.B/C 1; PONG 7") {
            let server = ServerBench.open()
            var request = Bytes.request(5, flags: 0x80 | Flag.end | Flag.hasMessage, ByteBuffer(string: "m"))
            request.buffer.setInteger(UInt16.max, at: 6)
            let ping = Bytes.frame(0x08, flags: 0x80, code: 9, ByteBuffer(integer: UInt64(7)))
            return server.read(request + ping) + server.turn()
        },
        .init([214], "no ids are left", "sent 2147483647; idsExhausted") {
            let client = ClientBench.open(firstStream: .last)
            return [client.call("m"), client.call("m")]
        },
        .init([215], "a header that breaks a rule, without its payload", "GOAWAY 3 last 0 TRK-202; closed") {
            let server = ServerBench.open()
            return server.read(.header(length: 65_537, type: 0x02, stream: 1)) + server.turn()
        },
        .init([202], "a frame of the announced maximum", "") {
            let server = ServerBench.open()
            return server.read(.header(length: 65_536, type: 0x02, stream: 1)) + server.turn()
        },
    ]

    private static func offer(_ lowest: UInt8, _ highest: UInt8) -> [String] {
        let server = ServerBench()
        return server.read(.preface(lowest, highest)) + server.turn()
    }

    private static func answer(_ chosen: UInt8, _ highest: UInt8) -> [String] {
        let client = ClientBench()
        _ = client.written()
        return client.read(.preface(chosen, highest) + .hello()) + client.turn()
    }

    /// The connection table of section 5, and who is not let in.
    static let turnedAway: [DirectedSequence] = [
        .init([801], "one connection too many", "PREFACE 1 1; GOAWAY 5 last 0 TRK-801; closed") {
            let server = ServerBench()
            server.turnAway(.busy, .tooManyConnections)
            return server.read(.clientPreface) + server.turn()
        },
        .init(
            [110, 706, 801], "GOAWAY in HELLO's place, to the client",
            "goAway 5 last 0; failed 1 unavailable not executed TRK-706; closed"
        ) {
            let client = ClientBench()
            _ = client.call("m")
            _ = client.written()
            return client.read(ClientBench.serverPreface + .goAway(5, last: 0)) + client.turn()
        },
        .init([110], "GOAWAY in HELLO's place, to the server", "closed") {
            let server = ServerBench()
            _ = server.read(.clientPreface)
            _ = server.written()
            return server.read(.goAway(8, last: 0)) + server.turn()
        },
    ]
}
