import NIOCore
import Testing

@testable import TrunkWire

@Suite("Server: streams") struct ServerStreamTests {
    /// A server with one stream open on stream 1, whose REQUEST had no message.
    private func open(_ shape: CallShape, credit: UInt32 = 0, limits: WireLimits = WireLimits()) -> ServerBench {
        let server = ServerBench.open(limits: limits)
        _ = server.read(.request(1, flags: 0, credit: credit, ByteBuffer()))
        #expect(server.accept(1, as: shape) == "open")
        return server
    }

    @Test("a client's stream: messages, the end, one reply, END with OK")
    func clientStreaming() {
        let server = ServerBench.open()
        _ = server.read(.request(1, flags: Flag.hasMessage, ByteBuffer(string: "a")))
        #expect(server.accept(1, as: .clientStreaming) == "open")
        #expect(server.pendingEvents() == ["message 1 'a'"])
        #expect(
            server.read(.message(1, flags: 0, "b") + .message(1, "c")) == [
                "message 1 'b'", "message 1 'c'", "input ended 1",
            ])
        #expect(server.send(1, "sum") == "sent")
        #expect(server.send(1, "again") == "drop")
        server.end(1, EndStatus(.ok))
        #expect(server.written() == ["MESSAGE 1 'sum'", "END 1 0 "])
        #expect(server.openCallCount == 0)
    }

    @Test("END alone ends the client's side too, and an empty message is a message")
    func emptyAndEnd() {
        let server = self.open(.bidirectional)
        #expect(server.read(.message(1, flags: 0, "") + .clientEnd(1)) == ["message 1 ''", "input ended 1"])
        #expect(server.send(1, "") == "sent")
        server.end(1, EndStatus(.ok))
        #expect(server.written() == ["MESSAGE 1 ''", "END 1 0 "])
    }

    @Test("a server's stream has one request, which rides in REQUEST (TRK-312, TRK-313)")
    func serverStreaming() {
        let server = ServerBench.open()
        _ = server.read(.request(1, "list"))
        #expect(server.accept(1, as: .serverStreaming) == "run 'list'")
        #expect(server.send(1, "x") == "sent")
        #expect(server.send(1, "y") == "sent")
        server.end(1, EndStatus(.ok))
        #expect(server.written() == ["MESSAGE 1 'x'", "MESSAGE 1 'y'", "END 1 0 "])
        _ = server.read(.request(3, flags: Flag.hasMessage, ByteBuffer(string: "list")))
        _ = server.accept(3, as: .serverStreaming)
        #expect(server.read(.message(3, flags: 0, "more")) == ["cancel 3 TRK-312"])
        _ = server.read(.request(5, flags: 0, ByteBuffer()))
        #expect(server.accept(5, as: .serverStreaming) == "ended")
        #expect(server.written().last == "END 5 [NOT_EXECUTED NO_RETRY] 3 TRK-313 \(Rule.noMessage.sentence)")
    }

    @Test("a client-streaming handler without a reply ends with INTERNAL, one that fails as it says")
    func noReply() {
        let server = self.open(.clientStreaming)
        server.end(1, EndStatus(.ok))
        #expect(server.written() == ["END 1 13 the handler gave no reply"])
        _ = server.read(.request(3, flags: 0, ByteBuffer()))
        _ = server.accept(3, as: .clientStreaming)
        server.end(3, EndStatus(.aborted, text: "no"))
        #expect(server.written() == ["END 3 10 no"])
    }

    @Test("the handler may end before the client does; what still comes is allowed for (TRK-405)")
    func endsEarly() {
        var limits = WireLimits()
        limits.abusePointsMax = 0
        limits.abusePointsPerSecond = 0
        let server = self.open(.bidirectional, limits: limits)
        server.end(1, EndStatus(.ok))
        _ = server.written()
        #expect(server.read(.message(1, flags: 0, String(repeating: "x", count: 60_000)) + .clientEnd(1)) == [])
        #expect(server.endOfTurn() == nil)
        #expect(server.written() == [])
    }

    @Test("credit is charged when a message begins, with 64 bytes beside it, and renewed when half was taken (TRK-406)")
    func renewal() {
        let server = self.open(.clientStreaming)
        let message = String(repeating: "m", count: 10_000 - 64)
        for _ in 0..<6 { _ = server.read(.message(1, flags: 0, message)) }
        for _ in 0..<3 { server.take(1) }
        #expect(server.written() == [])
        server.take(1)
        #expect(server.written() == ["CREDIT 1 40000"])
    }

    @Test("a message may begin on the last byte of credit; the next one may not (TRK-404)")
    func lastByte() {
        let server = self.open(.clientStreaming)
        #expect(server.read(.message(1, flags: 0, String(repeating: "m", count: 65_535 - 64))).count == 1)
        #expect(server.read(.message(1, flags: 0, String(repeating: "n", count: 1_000))).count == 1)
        #expect(server.read(.message(1, flags: 0, "")) == ["cancel 1 TRK-404"])
        #expect(server.written() == ["END 1 [NO_RETRY] 13 TRK-404 a message was begun without credit"])
    }

    @Test("no CREDIT follows the client's end")
    func noCreditAfterEnd() {
        let server = self.open(.clientStreaming)
        _ = server.read(.message(1, String(repeating: "m", count: 50_000)))
        server.take(1)
        #expect(server.written() == [])
    }

    @Test("a server without credit holds, and is told once when CREDIT comes")
    func holds() {
        let server = self.open(.bidirectional, credit: 100)
        #expect(server.send(1, String(repeating: "x", count: 200)) == "sent")
        #expect(server.send(1, "y") == "hold")
        #expect(server.sendable() == [])
        _ = server.read(.credit(1, 164))
        #expect(server.sendable() == [])
        _ = server.read(.credit(1, 100))
        #expect(server.sendable() == [1])
        #expect(server.sendable() == [])
        #expect(server.send(1, "y") == "sent")
    }

    @Test("a CREDIT is small by the measure of its own stream (TRK-406)")
    func smallCredit() {
        var limits = WireLimits()
        limits.abusePointsMax = 0
        limits.abusePointsPerSecond = 0
        let server = self.open(.bidirectional, credit: 800, limits: limits)
        _ = server.read(.credit(1, 100))
        #expect(server.endOfTurn() == nil)
        _ = server.read(.credit(1, 99))
        #expect(server.endOfTurn() == .violation(ConnectionViolation(.abuseBudget, reason: .excessive)))
    }

    @Test("a stream takes its window from the pool, or is refused (TRK-407)")
    func window() {
        let pool = BytePool(bytesMax: 100_000)
        let server = ServerBench.open(pool: pool)
        _ = server.read(.request(1, flags: 0, ByteBuffer()) + .request(3, flags: 0, ByteBuffer()))
        #expect(server.accept(1, as: .bidirectional) == "open")
        #expect(pool.bytesReserved == 65_536)
        #expect(server.accept(3, as: .bidirectional) == "ended")
        #expect(server.written() == ["END 3 [NOT_EXECUTED] 8 TRK-403 no room to receive the message"])
        server.end(1, EndStatus(.ok))
        #expect(pool.bytesReserved == 0)
    }

    @Test("an owner that refuses or cuts off a call with OK says INTERNAL: the client is owed a reply")
    func neverOKWithoutReply() {
        let server = ServerBench.open()
        _ = server.read(.request(1, "a") + .request(3, "b"))
        server.refuse(1, EndStatus(.ok))
        _ = server.accept(3)
        server.terminate(3, EndStatus(.ok))
        #expect(
            server.written() == [
                "END 1 [NOT_EXECUTED] 13 the handler gave no reply", "END 3 13 the handler gave no reply",
            ])
    }

    @Test("a small message that waits does not keep the read alive that it came in")
    func smallMessagesAreCopied() {
        let server = self.open(.clientStreaming)
        var read = Bytes.message(1, flags: 0, "small")
        for _ in 0..<100 { read = read + .frame(0xF7, ByteBuffer(repeating: 0, count: 400)) }
        _ = server.read(read)
        #expect((server.arrived[1]?.first?.bytes.storageCapacity ?? .max) <= 64)
    }

    @Test("a fragmented message of a stream keeps its room until the handler has taken it (TRK-403)")
    func fragmented() {
        let pool = BytePool(bytesMax: 1 << 20)
        let server = ServerBench.open(pool: pool)
        _ = server.read(.request(1, flags: 0, ByteBuffer()))
        _ = server.accept(1, as: .clientStreaming)
        let first = Bytes.frame(0x04, flags: Flag.more, stream: 1, Bytes.total(6, "abc"))
        #expect(server.read(first) == [])
        #expect(pool.bytesReserved == 65_536 + 6)
        #expect(server.read(.message(1, flags: 0, "def")) == ["message 1 'abcdef'"])
        #expect(pool.bytesReserved == 65_536 + 6)
        server.take(1)
        #expect(pool.bytesReserved == 65_536)
        #expect(server.read(first + .clientEnd(1)) == ["cancel 1 TRK-311"])
        server.end(1, EndStatus(.cancelled))
        #expect(pool.bytesReserved == 0)
    }

    @Test("nothing comes after END (TRK-315)")
    func afterEnd() {
        let server = self.open(.bidirectional)
        #expect(server.read(.clientEnd(1) + .message(1, flags: 0, "x")) == ["input ended 1", "cancel 1 TRK-315"])
        #expect(server.written() == ["END 1 [NO_RETRY] 3 TRK-315 nothing comes after END"])
    }

    @Test("RESET cancels a stream; its messages are dropped and END follows the handler's return (TRK-321)")
    func reset() {
        let server = self.open(.bidirectional)
        #expect(server.read(.reset(1)) == ["cancel 1"])
        #expect(server.send(1, "x") == "drop")
        server.end(1, EndStatus(.ok))
        #expect(server.written() == ["END 1 0 "])
    }

    @Test("a client that shuts down its side cancels the streams it has not ended (TRK-711)")
    func inputClosed() {
        let server = self.open(.clientStreaming)
        #expect(server.inputClosed() == ["cancel 1"])
        #expect(server.written() == ["END 1 1 "])
        server.end(1, EndStatus(.cancelled))
        #expect(server.endOfTurn() == .inputEnded)
    }

    @Test("no clock of the client's runs while the server does not read (TRK-802)")
    func held() {
        let server = ServerBench.open()
        _ = server.read(.header(length: 10, type: 0x02, stream: 1))
        server.nowMillis += 4_000
        server.inputHeld()
        server.nowMillis += 60_000
        _ = server.tick()
        #expect(server.endOfTurn() == nil)
        server.inputResumed()
        _ = server.tick()
        #expect(server.endOfTurn() == nil)
        server.nowMillis += 1_001
        _ = server.tick()
        #expect(server.endOfTurn() == .violation(ConnectionViolation(.frameTooSlow, reason: .slow)))
    }
}
