import NIOCore
import Testing

@testable import TrunkWire

@Suite("Server: fragments") struct ServerFragmentTests {
    @Test("a fragmented request is joined before the handler is started")
    func joined() {
        let server = ServerBench.open()
        #expect(server.read(.request(1, total: 6, "ab")) == ["call 1 a.B/C of 6"])
        #expect(server.accept(1) == "wait")
        #expect(server.read(.message(1, flags: Flag.more, "cd")) == [])
        #expect(server.read(.message(1, "ef")) == ["message 1 'abcdef'"])
        #expect(server.respond(1, "ok") == "sent")
    }

    @Test("a request that is complete before it is accepted runs at once")
    func completeBeforeAccept() {
        let server = ServerBench.open()
        #expect(server.read(.request(1, total: 4, "ab") + .message(1, "cd")) == ["call 1 a.B/C of 4"])
        #expect(server.accept(1) == "run 'abcd'")
    }

    @Test("other calls go on between fragments")
    func interleaved() {
        let server = ServerBench.open()
        _ = server.read(.request(1, total: 4, "ab") + .request(3, "x"))
        _ = server.accept(1)
        #expect(server.accept(3) == "run 'x'")
        #expect(server.read(.message(1, "cd")) == ["message 1 'abcd'"])
    }

    @Test("elapsed time counts from the last fragment")
    func elapsed() {
        let server = ServerBench.open()
        _ = server.read(.request(1, total: 4, "ab"))
        _ = server.accept(1)
        server.nowMillis += 50
        _ = server.read(.message(1, "cd"))
        server.nowMillis += 2
        _ = server.respond(1, "ok")
        #expect(server.takeOutput().getInteger(at: 16, as: UInt32.self) == 2_000)
    }

    @Test("fragments that break a rule end their call (TRK-307, TRK-308, TRK-309, TRK-310, TRK-311)")
    func malformed() {
        let cases: [(Rule, Bytes)] = [
            (.wrongTotal, .message(1, "cdefg")), (.wrongTotal, .message(1, "c")),
            (.emptyFragment, .message(1, flags: Flag.more, "")),
            (.compressedFragment, .message(1, flags: Flag.compressed | Flag.more, "c")),
            (.moreWithEnd, .message(1, flags: Flag.more | Flag.end, "c")),
            (.endInsideMessage, .clientEnd(1)),
        ]
        for (rule, bytes) in cases {
            let server = ServerBench.open()
            _ = server.read(.request(1, total: 6, "ab"))
            _ = server.accept(1)
            #expect(server.read(bytes) == ["abandoned 1"], "\(rule)")
            #expect(server.written() == ["END 1 [NOT_EXECUTED NO_RETRY] 3 \(rule.text)"])
            #expect(server.openCallCount == 0)
        }
    }

    @Test("the whole total is reserved at once, and given back when the message is complete (TRK-403, TRK-810)")
    func pool() {
        var limits = WireLimits()
        limits.receivePoolBytesMax = 100
        let process = BytePool(bytesMax: 150)
        let server = ServerBench.open(limits: limits, pool: process)
        _ = server.read(.request(1, total: 100, "ab"))
        #expect(process.bytesReserved == 100)
        #expect(server.read(.request(3, total: 1_000_000, "a")) == [])
        #expect(
            server.written() == ["END 3 [NOT_EXECUTED] 8 \(Rule.poolExhausted.text)"])
        _ = server.accept(1)
        _ = server.read(.message(1, String(repeating: "x", count: 98)))
        #expect(process.bytesReserved == 0)
    }

    @Test("the pool of the process is shared (TRK-810)")
    func processPool() {
        let process = BytePool(bytesMax: 100)
        let one = ServerBench.open(pool: process)
        let other = ServerBench.open(pool: process)
        #expect(one.read(.request(1, total: 60, "ab")) == ["call 1 a.B/C of 60"])
        #expect(other.read(.request(1, total: 60, "ab")) == [])
        #expect(other.read(.request(3, total: 40, "ab")) == ["call 3 a.B/C of 40"])
        #expect(one.read(.reset(1)) == ["abandoned 1"])
        #expect(process.bytesReserved == 40)
        other.close(.internalError)
        #expect(process.bytesReserved == 0)
    }

    @Test("a connection that goes away gives back what it had reserved")
    func poolAtEnd() {
        let process = BytePool(bytesMax: 100)
        do {
            let server = ServerBench.open(pool: process)
            _ = server.read(.request(1, total: 60, "ab"))
            #expect(process.bytesReserved == 60)
        }
        #expect(process.bytesReserved == 0)
    }

    @Test("a reply longer than the client's frame limit goes out in fragments")
    func longReply() {
        let server = ServerBench.open(hello: .hello(Bytes.number(0x0D, 1_048_576), Bytes.number(0x02, 1_048_576)))
        _ = server.read(.request(1, "a"))
        _ = server.accept(1)
        #expect(server.respond(1, ByteBuffer(repeating: 7, count: 200_000)) == "sent")
        #expect(server.openCallCount == 1)
        #expect(server.endOfTurn() == nil)
        #expect(server.openCallCount == 0)
        #expect(
            server.written() == [
                "RESPONSE 1 [MORE HAS_MESSAGE] 65528 bytes", "MESSAGE 1 [MORE] 65536 bytes",
                "MESSAGE 1 [MORE] 65536 bytes", "MESSAGE 1 [END] 3404 bytes",
            ])
    }

    @Test("the rest of a message whose call has ended is allowed for (TRK-405)")
    func restIsAllowedFor() {
        var limits = WireLimits()
        limits.abusePointsMax = 20
        limits.abusePointsPerSecond = 1
        let server = ServerBench.open(limits: limits)
        let half = String(repeating: "x", count: 30_000)
        _ = server.read(.request(1, total: 90_000, half))
        server.refuse(1, EndStatus(.unauthenticated))
        #expect(server.read(.message(1, flags: Flag.more, half) + .message(1, half)) == [])
        #expect(server.endOfTurn() == nil)
        for _ in 0..<21 { _ = server.read(.message(1, half)) }
        #expect(server.endOfTurn() == .violation(ConnectionViolation(.abuseBudget, reason: .excessive)))
    }
}
