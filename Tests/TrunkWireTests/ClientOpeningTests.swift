import NIOCore
import Testing

@testable import TrunkWire

@Suite("Client: preface and HELLO") struct ClientOpeningTests {
    @Test("preface, HELLO and calls go out at once (TRK-101, TRK-119, TRK-120)")
    func atOnce() {
        let client = ClientBench()
        #expect(client.call("hi") == "sent 1")
        #expect(
            client.written() == [
                "PREFACE 1 1", "HELLO", "EXTENSION", "REQUEST 1 [END HAS_MESSAGE] a.B/C 'hi'",
            ])
        #expect(client.read(ClientBench.serverPreface + .hello() + .response(1, "yo")) == ["ready", "reply 1 ok 'yo'"])
    }

    @Test("until the server's HELLO the floors hold: 16 calls, 48 KiB, 4 KiB of metadata (TRK-120, TRK-812)")
    func floors() {
        let client = ClientBench()
        #expect(client.call(ByteBuffer(repeating: 1, count: 49_153)) == "too long: message_wire_bytes 49152")
        #expect(client.call(ByteBuffer(repeating: 1, count: 49_152)) == "sent 3")
        var metadata = Metadata()
        metadata.append(.padding, ByteBuffer(repeating: 0, count: 4_093))
        #expect(client.call(ByteBuffer(), metadata: metadata) == "sent 5")
        metadata.append(.padding, ByteBuffer())
        let limit = HitLimit(name: "metadata_bytes", value: 4_096)
        #expect(client.call(ByteBuffer(), metadata: metadata) == "\(OpenRefusal.metadataTooLong(limit))")
        for _ in 2..<16 { #expect(client.call("x").hasPrefix("sent")) }
        #expect(client.call("x") == "hold")
        _ = client.read(ClientBench.serverPreface + .hello(Bytes.number(0x03, 17)))
        #expect(client.call("x").hasPrefix("sent"))
        #expect(client.call("x") == "hold")
    }

    @Test("a server without a common version answers 0 (TRK-104)")
    func noVersion() {
        let client = ClientBench()
        _ = client.written()
        #expect(client.read(.hex("89 54 52 4B 0D 0A 1A 0A 00 03 00 00") + .goAway(2, last: 0)) == [])
        #expect(client.endOfTurn() == .noCommonVersion(highest: 3))
        #expect(client.written() == [])
    }

    @Test("a version that was not offered is refused (TRK-105)")
    func wrongVersion() {
        let client = ClientBench()
        _ = client.written()
        #expect(client.read(.hex("89 54 52 4B 0D 0A 1A 0A 02 03 00 00")) == [])
        #expect(client.written() == ["GOAWAY 2 last 0 \(Rule.versionNotOffered.text)"])
        #expect(client.endOfTurn() == .noCommonVersion(highest: 3))
    }

    @Test("a server that is no trunk (TRK-103)")
    func foreign() {
        let client = ClientBench()
        _ = client.written()
        #expect(client.read(Bytes(buffer: ByteBuffer(string: "SSH-2.0"))) == [])
        #expect(client.written() == [])
        #expect(client.endOfTurn() == .notTrunk(.ssh))
    }

    @Test("GOAWAY may take HELLO's place, and nothing else may (TRK-110)")
    func goAwayFirst() {
        let busy = ClientBench()
        #expect(busy.read(ClientBench.serverPreface + .goAway(5, last: 0)) == ["goAway 5 last 0"])
        #expect(busy.endOfTurn() == .peerClosed(.busy))
        let client = ClientBench()
        _ = client.written()
        #expect(client.read(ClientBench.serverPreface + .ping(1)) == [])
        #expect(client.written() == ["GOAWAY 1 last 0 \(Rule.helloFirst.text)"])
    }

    @Test("GOAWAY in HELLO's place tells the calls above its last id that they were not executed (TRK-706)")
    func turnedAwayCalls() {
        let client = ClientBench()
        for message in ["a", "b", "c"] { _ = client.call(message) }
        client.cancel(3)
        let above = "unavailable not executed \(Rule.aboveLast.text)"
        let frames = ClientBench.serverPreface + .goAway(5, last: 0) + .response(1, "late")
        #expect(client.read(frames) == ["goAway 5 last 0", "failed 1 \(above)", "released 3", "failed 5 \(above)"])
        #expect(client.call("d") == "leaving")
        #expect(client.endOfTurn() == .peerClosed(.busy))
        #expect(client.endOfTurn() == nil)
    }

    @Test("the server's preface and HELLO have 5 s (TRK-121)")
    func time() {
        let client = ClientBench()
        client.nowMillis += 4_999
        client.tick()
        #expect(client.endOfTurn() == nil)
        client.nowMillis += 1
        client.tick()
        #expect(client.endOfTurn() == .prefaceTimeout)
        #expect(client.call("x") == "closed")
    }

    @Test("when the ids run out the connection opens no more calls (TRK-214)")
    func lastID() {
        let client = ClientBench.open(firstStream: StreamID(rawValue: 0x7FFF_FFFD))
        #expect(client.call("a") == "sent 2147483645")
        #expect(client.call("b") == "sent 2147483647")
        #expect(client.call("c") == "idsExhausted")
        #expect(client.read(.response(0x7FFF_FFFF, "B")) == ["reply 2147483647 ok 'B'"])
    }
}
