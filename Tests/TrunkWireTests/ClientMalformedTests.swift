import NIOCore
import Testing

@testable import TrunkWire

@Suite("Client: malformed replies and limits") struct ClientMalformedTests {
    @Test("a malformed frame that does not end the call: INTERNAL, RESET, and the slot waits (TRK-322)")
    func failedWithReset() {
        let more = Flag.hasMessage | Flag.more
        let cases: [(Rule, Bytes)] = [
            (.headerTooShort, .frame(0x03, stream: 1)),
            (.headerOverruns, .frame(0x03, stream: 1, ByteBuffer(bytes: [0, 1, 0, 0, 0, 0, 0, 0]))),
            (.metadataOverruns, .response(1, flags: Flag.hasMessage, metadata: [4, 0, 9], ByteBuffer())),
            (.messageUnannounced, .response(1, flags: 0, ByteBuffer(string: "x"))),
            (.responseIncomplete, .response(1, flags: Flag.hasMessage, ByteBuffer(string: "x"))),
            (.responseIncomplete, .response(1, flags: 0, ByteBuffer())),
            (.responseIncomplete, .message(1, flags: 0, "x")),
            (.compressionNotNegotiated, .response(1, flags: Flag.hasMessage | Flag.compressed, ByteBuffer())),
            (.wrongTotal, .response(1, flags: more, ByteBuffer())),
            (.emptyFragment, .response(1, flags: more, Bytes.total(5, ""))),
            (.zeroCredit, .credit(1, 0)), (.creditOverflow, .credit(1, 0x7FFF_FFFF)),
        ]
        for (rule, bytes) in cases {
            let client = ClientBench.open()
            _ = client.call("a")
            _ = client.written()
            #expect(client.read(bytes) == ["failed 1 internalError holds slot \(rule.text)"])
            #expect(client.written() == ["RESET 1 1 \(rule.text)"])
            #expect(client.read(.serverEnd(1, 1)) == ["released 1"])
            #expect(client.endOfTurn() == nil)
        }
    }

    @Test("a malformed frame that ends the call: INTERNAL, and no RESET")
    func failedWithoutReset() {
        let end = Flag.end | Flag.hasMessage
        let cases: [(Rule, Bytes)] = [
            (.responseIncomplete, .serverEnd(1, 0)), (.headerTooShort, .frame(0x05, stream: 1)),
            (.metadataRepeated, .response(1, metadata: Bytes.tlv(4, []) + Bytes.tlv(4, []), ByteBuffer())),
            (.moreWithEnd, .response(1, flags: end | Flag.more, Bytes.total(5, "a"))),
            (.responseIncomplete, .message(1, "x")),
            (.responseIncomplete, .response(1, flags: Flag.end, ByteBuffer())),
            (.messageUnannounced, .frame(0x05, code: 5, stream: 1, Bytes.replyPayload(ByteBuffer(string: "x")))),
        ]
        for (rule, bytes) in cases {
            let client = ClientBench.open()
            _ = client.call("a")
            _ = client.written()
            #expect(client.read(bytes) == ["failed 1 internalError \(rule.text)"])
            #expect(client.written() == [])
            #expect(client.openCallCount == 0)
        }
    }

    @Test("fragments of a reply that break a rule")
    func fragments() {
        let cases: [(Rule, Bytes, Bool)] = [
            (.wrongTotal, .message(1, "cdefg"), false), (.wrongTotal, .message(1, "c"), false),
            (.wrongTotal, .message(1, flags: 0, "c"), true), (.responseIncomplete, .message(1, flags: 0, "cdef"), true),
            (.emptyFragment, .message(1, flags: Flag.more, ""), true),
            (.compressedFragment, .message(1, flags: Flag.compressed | Flag.more, "c"), true),
            (.secondMessage, .response(1, "again"), false),
        ]
        for (rule, bytes, reset) in cases {
            let pool = BytePool(bytesMax: 100)
            let client = ClientBench.open(pool: pool)
            _ = client.call("a")
            _ = client.written()
            _ = client.read(.response(1, flags: Flag.hasMessage | Flag.more, Bytes.total(6, "ab")))
            #expect(client.read(bytes) == ["failed 1 internalError \(reset ? "holds slot " : "")\(rule.text)"])
            #expect(client.written() == (reset ? ["RESET 1 1 \(rule.text)"] : []))
            #expect(pool.bytesReserved == 0)
        }
    }

    @Test("limits bind the client towards a hostile server (TRK-803, TRK-805, TRK-806, TRK-403)")
    func limits() {
        var limits = WireLimits()
        limits.messageWireBytesMax = 50_000
        limits.receivePoolBytesMax = 40_000
        let more = Flag.hasMessage | Flag.more
        let padding = Bytes.tlv(0x30, Array(repeating: 0, count: 8_190))
        let cases: [(Rule, Bytes)] = [
            (.messageTooLong, .response(1, flags: more, Bytes.total(50_001, "a"))),
            (.poolExhausted, .response(1, flags: more, Bytes.total(50_000, "a"))),
            (.metadataTooLong, .response(1, flags: more, metadata: padding, Bytes.total(9, "a"))),
            (
                .tooManyTLVs,
                .response(1, flags: more, metadata: (0..<65).flatMap { _ in Bytes.tlv(0x30, []) }, Bytes.total(9, "a"))
            ),
        ]
        for (rule, bytes) in cases {
            let client = ClientBench.open(limits: limits)
            _ = client.call("a")
            #expect(client.read(bytes) == ["failed 1 resourceExhausted holds slot \(rule.text)"])
        }
        let client = ClientBench.open(limits: limits)
        _ = client.call("a")
        #expect(client.read(.response(1, ByteBuffer(repeating: 1, count: 50_000))) == ["reply 1 ok 50000"])
        _ = client.call("b")
        #expect(
            client.read(.response(3, ByteBuffer(repeating: 1, count: 50_001)))
                == ["failed 3 resourceExhausted \(Rule.messageTooLong.text)"])
    }

    @Test("frames that only a client sends close the connection (TRK-204)")
    func direction() {
        for bytes in [Bytes.request(1, "x"), .reset(1)] {
            let client = ClientBench.open()
            _ = client.call("a")
            _ = client.written()
            #expect(client.read(bytes) == [])
            #expect(client.written() == ["GOAWAY 1 last 0 \(Rule.wrongDirection.text)"])
        }
    }

    @Test("a server that floods a client with useless frames is left (TRK-809)")
    func abuse() {
        var limits = WireLimits()
        limits.abusePointsMax = 10
        for bytes in [Bytes.frame(0xEE, stream: 4), .pong(3)] {
            let client = ClientBench.open(limits: limits)
            for _ in 0..<10 { _ = client.read(bytes) }
            #expect(client.endOfTurn() == nil)
            _ = client.read(bytes)
            #expect(client.endOfTurn() == .violation(ConnectionViolation(.abuseBudget, reason: .excessive)))
        }
    }

    @Test("a frame of the server has its time too (TRK-802)")
    func slow() {
        let client = ClientBench.open()
        _ = client.read(.hex("00"))
        client.nowMillis += 5_000
        client.tick()
        #expect(client.endOfTurn() == .violation(ConnectionViolation(.frameTooSlow, reason: .slow)))
    }
}
