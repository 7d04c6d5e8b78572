import NIOCore
import Testing

@testable import TrunkWire

@Suite("Client: streams") struct ClientStreamTests {
    @Test("a bidirectional stream: opened without a message, sent to, ended, answered")
    func bidirectional() {
        let client = ClientBench.open()
        #expect(client.open(.bidirectional) == "opened 1")
        #expect(client.send(1, "a") == "sent")
        #expect(client.send(1, "b", isLast: true) == "sent")
        #expect(client.send(1, "c") == "drop")
        #expect(
            client.written() == [
                "REQUEST 1 a.B/S ''", "MESSAGE 1 'a'", "MESSAGE 1 [END] 'b'",
            ])
        #expect(
            client.read(.message(1, flags: 0, "x") + .message(1, flags: 0, "y") + .serverEnd(1, 0)) == [
                "message 1 'x'", "message 1 'y'", "reply 1 ok ",
            ])
        #expect(client.openCallCount == 0)
    }

    @Test("a stream may begin with a message and end with END")
    func firstMessage() {
        let client = ClientBench.open()
        #expect(client.open(.clientStreaming, ByteBuffer(string: "first")) == "sent 1")
        client.finishSending(1)
        client.finishSending(1)
        #expect(client.written() == ["REQUEST 1 [HAS_MESSAGE] a.B/S 'first'", "END 1 0 "])
    }

    @Test("a call with one reply has exactly one before END with OK (TRK-318)")
    func oneReply() {
        let client = ClientBench.open()
        for stream: UInt32 in [1, 3, 5] {
            _ = client.open(.clientStreaming)
            client.finishSending(stream)
        }
        #expect(client.read(.serverEnd(1, 0)) == ["failed 1 internalError \(Rule.notOneReply.text)"])
        #expect(
            client.read(.message(3, flags: 0, "a") + .message(3, flags: 0, "b")) == [
                "message 3 'a'", "failed 3 internalError holds slot \(Rule.notOneReply.text)",
            ])
        #expect(client.read(.serverEnd(5, 10)) == ["reply 5 aborted "])
    }

    @Test("a stream has no RESPONSE, and no END on MESSAGE (TRK-317)")
    func notInAStream() {
        let client = ClientBench.open()
        _ = client.open(.serverStreaming, ByteBuffer(string: "list"))
        _ = client.open(.serverStreaming, ByteBuffer(string: "list"))
        _ = client.written()
        #expect(client.read(.response(1, "x")) == ["failed 1 internalError \(Rule.notInAStream.text)"])
        #expect(client.read(.message(3, "x")) == ["failed 3 internalError \(Rule.notInAStream.text)"])
        #expect(client.written() == [])
    }

    @Test("a server that sends without credit is reset (TRK-404)")
    func noCredit() {
        let client = ClientBench.open()
        _ = client.open(.serverStreaming, ByteBuffer(string: "list"), header: CallHeader(creditBytes: 1))
        _ = client.written()
        #expect(
            client.read(.message(1, flags: 0, "a") + .message(1, flags: 0, "b")) == [
                "message 1 'a'", "failed 1 internalError holds slot \(Rule.noCredit.text)",
            ])
        #expect(client.written() == ["RESET 1 1 \(Rule.noCredit.text)"])
    }

    @Test("the consumer's taking renews credit, at half of what the stream began with (TRK-406)")
    func renewal() {
        let client = ClientBench.open()
        _ = client.open(.serverStreaming, ByteBuffer(string: "list"), header: CallHeader(creditBytes: 400))
        _ = client.written()
        _ = client.read(.message(1, flags: 0, String(repeating: "x", count: 100)) + .message(1, flags: 0, "y"))
        client.take(1)
        #expect(client.written() == [])
        client.take(1)
        #expect(client.written() == ["CREDIT 1 229"])
    }

    @Test("before the server's HELLO a stream has the floor, behind it the difference")
    func helloRaisesCredit() {
        let client = ClientBench()
        _ = client.open(.clientStreaming)
        #expect(client.send(1, ByteBuffer(repeating: 1, count: 40_000)) == "sent")
        #expect(client.send(1, ByteBuffer(repeating: 1, count: 40_000)) == "sent")
        #expect(client.send(1, "more") == "hold")
        _ = client.read(Bytes(buffer: ClientBench.serverPreface.buffer) + .hello(Bytes.number(0x04, 100_000)))
        #expect(client.sendable() == [1])
        #expect(client.send(1, "more") == "sent")
    }

    @Test("a stream takes its window from the pool, or is held back (TRK-407)")
    func window() {
        let pool = BytePool(bytesMax: 100_000)
        let client = ClientBench.open(pool: pool)
        #expect(client.open(.bidirectional) == "opened 1")
        #expect(client.open(.bidirectional) == "hold")
        #expect(client.call("unary") == "sent 3")
        _ = client.read(.serverEnd(1, 0))
        #expect(pool.bytesReserved == 0)
        #expect(client.open(.bidirectional) == "opened 5")
    }

    @Test("leaving a stream sends RESET and gives its room back; the slot waits for END (TRK-322)")
    func cancel() {
        let pool = BytePool(bytesMax: 1 << 20)
        let client = ClientBench.open(pool: pool)
        _ = client.open(.serverStreaming, ByteBuffer(string: "watch"))
        _ = client.read(.message(1, flags: 0, "event"))
        client.cancel(1)
        #expect(pool.bytesReserved == 0)
        #expect(client.openCallCount == 1)
        #expect(client.read(.message(1, flags: 0, "late") + .serverEnd(1, 1)) == ["released 1"])
        #expect(client.endOfTurn() == nil)
    }

    @Test("END discards the message that is in fragments")
    func endDiscards() {
        let pool = BytePool(bytesMax: 1 << 20)
        let client = ClientBench.open(pool: pool)
        _ = client.open(.serverStreaming, ByteBuffer(string: "list"))
        _ = client.read(.frame(0x04, flags: Flag.more, stream: 1, Bytes.total(100, "abc")))
        #expect(pool.bytesReserved == 65_536 + 100)
        #expect(client.read(.serverEnd(1, 14)) == ["reply 1 unavailable "])
        #expect(pool.bytesReserved == 0)
    }
}
