import NIOCore
import Testing

@testable import TrunkWire

@Suite("Client: calls") struct ClientCallTests {
    @Test("replies are matched by their id")
    func replies() {
        let client = ClientBench.open()
        #expect(client.call("a") == "sent 1")
        #expect(client.call("b") == "sent 3")
        let text = Bytes.tlv(0x20, Array("none".utf8))
        #expect(
            client.read(.response(3, "B") + .serverEnd(1, 5, flags: 0x30, metadata: text)) == [
                "reply 3 ok 'B'", "reply 1 notFound none",
            ])
        #expect(client.replies[1]?.flags == [.notExecuted, .noRetry])
        #expect(client.replies[3]?.header == ReplyHeader(load: 0xFFFF, elapsedMicros: 7))
        #expect(client.openCallCount == 0)
    }

    @Test("header and metadata stand where the picture has them")
    func requestBytes() {
        let client = ClientBench.open()
        var metadata = Metadata()
        metadata.append(.callID, "c7")
        let header = CallHeader(attempt: 2, creditBytes: 9, timeoutMicros: 250_000)
        _ = client.call(ByteBuffer(string: "m"), path: "p.S/M", header: header, metadata: metadata)
        let expected = Bytes.hex(
            "00 00 00 1B 02 09 00 00 00 00 00 01 00 05 05 02 00 00 00 09 00 00 00 00 00 03 D0 90"
                + " 70 2E 53 2F 4D 04 00 02 63 37 6D")
        #expect(client.takeOutput() == expected.buffer)
    }

    @Test("a path of 255 bytes is sent, 256 are refused")
    func path() {
        let client = ClientBench.open()
        #expect(client.call(ByteBuffer(), path: String(repeating: "p", count: 255)) == "sent 1")
        #expect(client.call(ByteBuffer(), path: String(repeating: "p", count: 256)) == "pathTooLong")
    }

    @Test("a reply in fragments is joined; other replies go between")
    func fragments() {
        let client = ClientBench.open()
        _ = client.call("a")
        _ = client.call("b")
        #expect(client.read(.response(1, flags: Flag.hasMessage | Flag.more, Bytes.total(6, "ab"))) == [])
        #expect(client.read(.message(1, flags: Flag.more, "cd") + .response(3, "B")) == ["reply 3 ok 'B'"])
        #expect(client.read(.message(1, "ef")) == ["reply 1 ok 'abcdef'"])
    }

    @Test("the server's END discards a partial reply")
    func endInMidReply() {
        let pool = BytePool(bytesMax: 100)
        let client = ClientBench.open(pool: pool)
        _ = client.call("a")
        _ = client.read(.response(1, flags: Flag.hasMessage | Flag.more, Bytes.total(60, "ab")))
        #expect(pool.bytesReserved == 60)
        #expect(client.read(.serverEnd(1, 13)) == ["reply 1 internalError "])
        #expect(pool.bytesReserved == 0)
    }

    @Test("a long request goes out in fragments of the server's frame limit")
    func longRequest() {
        let client = ClientBench.open(hello: .hello(Bytes.number(0x0D, 1_048_576), Bytes.number(0x02, 1_048_576)))
        _ = client.call(ByteBuffer(repeating: 7, count: 140_000))
        #expect(client.hasPendingOutput)
        #expect(client.endOfTurn() == nil)
        #expect(!client.hasPendingOutput)
        #expect(
            client.written() == [
                "REQUEST 1 [MORE HAS_MESSAGE] a.B/C 65515 bytes", "MESSAGE 1 [MORE] 65536 bytes",
                "MESSAGE 1 [END] 8953 bytes",
            ])
    }

    @Test("a cancelled call sends RESET and keeps its slot until the server ends it (TRK-321, TRK-322)")
    func cancel() {
        let client = ClientBench.open()
        for end in [Bytes.serverEnd(1, 1), .response(1, "late")] {
            let client = ClientBench.open()
            _ = client.call("a")
            _ = client.written()
            client.cancel(1)
            client.cancel(1)
            #expect(client.written() == ["RESET 1 1 "])
            #expect(client.openCallCount == 1)
            #expect(client.read(end) == ["released 1"])
            #expect(client.openCallCount == 0)
        }
        for _ in 0..<16 { _ = client.call("a") }
        client.cancel(1)
        #expect(client.call("a") == "hold")
        #expect(client.read(.response(1, flags: Flag.hasMessage | Flag.more, Bytes.total(6, "ab"))) == [])
        #expect(client.read(.message(1, "cdef")) == ["released 1"])
        #expect(client.call("a") == "sent 33")
    }

    @Test("an unknown status code is UNKNOWN (TRK-606)")
    func unknownCode() {
        let client = ClientBench.open()
        _ = client.call("a")
        #expect(client.read(.serverEnd(1, 17)) == ["reply 1 unknown "])
    }

    @Test("frames for a call that has ended are dropped; one for a call never opened closes (TRK-211, TRK-212)")
    func stragglers() {
        let client = ClientBench.open()
        _ = client.call("a")
        _ = client.written()
        #expect(client.read(.response(1, "A") + .serverEnd(1, 1) + .credit(1, 5)) == ["reply 1 ok 'A'"])
        #expect(client.endOfTurn() == nil)
        #expect(client.read(.response(3, "B")) == [])
        #expect(client.written() == ["GOAWAY 1 last 0 \(Rule.idNeverOpened.text)"])
        #expect(client.endOfTurn() == .violation(ConnectionViolation(.idNeverOpened)))
    }

    @Test("a client answers PING and asks when calls wait in silence (TRK-701, TRK-703)")
    func ping() {
        let client = ClientBench.open()
        _ = client.read(.ping(7))
        _ = client.endOfTurn()
        #expect(client.written() == ["PONG 7"])
        client.nowMillis += 60_000
        client.tick()
        #expect(client.written() == [])
        _ = client.call("a")
        _ = client.written()
        client.tick()
        #expect(client.written() == ["PING"])
        client.nowMillis += 20_000
        client.tick()
        #expect(client.endOfTurn() == .keepAliveTimeout)
    }

    @Test("a request that cannot be packed leaves nothing in the buffer; its id is a gap (TRK-210)")
    func abandonedRequest() {
        let client = ClientBench.open()
        client.callBadly()
        #expect(client.written() == [])
        #expect(client.openCallCount == 0)
        #expect(client.call("a") == "sent 3")
    }

    @Test("details and text of a failure are there for the caller")
    func details() {
        let client = ClientBench.open()
        _ = client.call("a")
        _ = client.read(.serverEnd(1, 3, metadata: Bytes.tlv(0x20, Array("why".utf8)) + Bytes.tlv(0x21, [1, 2])))
        #expect(client.replies[1]?.text == "why")
        #expect(client.replies[1]?.details == ByteBuffer(bytes: [1, 2]))
    }

    @Test("a server's stragglers cost points once the allowance is used up (TRK-212, TRK-405)")
    func stragglersCost() {
        var limits = WireLimits()
        limits.abusePointsMax = 3
        let client = ClientBench.open(limits: limits)
        _ = client.call("a")
        _ = client.read(.response(1, "A"))
        for _ in 0..<5 { _ = client.read(.message(1, "")) }
        for _ in 0..<3 { _ = client.read(.message(1, "")) }
        #expect(client.endOfTurn() == nil)
        _ = client.read(.message(1, ""))
        #expect(client.endOfTurn() == .violation(ConnectionViolation(.abuseBudget, reason: .excessive)))
    }
}
