import NIOCore
import Testing

@testable import TrunkWire

@Suite("Server: calls") struct ServerCallTests {
    @Test("a unary call is two frames")
    func unary() {
        let server = ServerBench.open()
        #expect(server.read(.request(1, "hi")) == ["call 1 a.B/C 2"])
        #expect(server.accept(1) == "run 'hi'")
        #expect(server.respond(1, "yo") == "sent")
        #expect(server.written() == ["RESPONSE 1 [END HAS_MESSAGE] 'yo'"])
        #expect(server.openCallCount == 0)
        #expect(server.endOfTurn() == nil)
    }

    @Test("the call header's fields reach the owner, and the deadline's clock starts at the frame (TRK-502)")
    func callHeader() throws {
        let server = ServerBench.open()
        server.nowMillis += 5
        let metadata = Bytes.tlv(0x04, Array("call-7".utf8)) + Bytes.tlv(0x05, [1, 2, 3])
        _ = server.read(
            .request(1, timeout: 250_000, credit: 99, metadata: metadata, ByteBuffer(string: "m")))
        let call = try #require(server.opened[1])
        #expect(call.header == CallHeader(attempt: 0, creditBytes: 99, timeoutMicros: 250_000))
        #expect(call.metadata.first(.callID) == ByteBuffer(string: "call-7"))
        #expect(call.metadata.first(.bearerToken) == ByteBuffer(bytes: [1, 2, 3]))
        #expect(call.receivedAt == server.now)
        #expect(!"\(call)".contains("call-7"))
    }

    @Test("calls are answered in any order")
    func interleaved() {
        let server = ServerBench.open()
        #expect(server.read(.request(1, "a") + .request(5, "b")) == ["call 1 a.B/C 1", "call 5 a.B/C 1"])
        #expect(server.accept(1) == "run 'a'")
        #expect(server.accept(5) == "run 'b'")
        #expect(server.respond(5, "B") == "sent")
        server.end(1, EndStatus(.notFound, text: "none"))
        #expect(server.written() == ["RESPONSE 5 [END HAS_MESSAGE] 'B'", "END 1 5 none"])
    }

    @Test("a refused call ends with NOT_EXECUTED (TRK-604)")
    func refused() {
        let server = ServerBench.open()
        _ = server.read(.request(1, "a"))
        server.refuse(1, EndStatus(.unauthenticated, text: "who?", flags: .noRetry))
        #expect(server.written() == ["END 1 [NOT_EXECUTED NO_RETRY] 16 who?"])
        #expect(server.accept(1) == "ended")
        #expect(server.openCallCount == 0)
    }

    @Test("a reply header tells the load and how long the server had the request")
    func elapsed() {
        let server = ServerBench.open()
        _ = server.read(.request(1, "a"))
        _ = server.accept(1)
        server.nowMillis += 3
        _ = server.respond(1, "b")
        let written = server.takeOutput()
        #expect(written.getInteger(at: 14, as: UInt16.self) == 0xFFFF)
        #expect(written.getInteger(at: 16, as: UInt32.self) == 3_000)
    }

    @Test("RESET cancels a running handler; END waits for its return (TRK-321)")
    func resetWhileRunning() {
        let server = ServerBench.open()
        _ = server.read(.request(1, "a"))
        _ = server.accept(1)
        #expect(server.read(.reset(1, "gone")) == ["cancel 1"])
        #expect(server.written() == [])
        #expect(server.openCallCount == 1)
        server.end(1, EndStatus(.cancelled))
        #expect(server.written() == ["END 1 1 "])
        #expect(server.openCallCount == 0)
    }

    @Test("a handler that succeeds after RESET ends OK without a message (TRK-321)")
    func resetThenReply() {
        let server = ServerBench.open()
        _ = server.read(.request(1, "a"))
        _ = server.accept(1)
        _ = server.read(.reset(1))
        #expect(server.respond(1, "late") == "drop")
        #expect(server.written() == ["END 1 0 "])
        #expect(server.openCallCount == 0)
    }

    @Test("RESET before the handler was started ends the call at once, not executed (TRK-321)")
    func resetBeforeStart() {
        let server = ServerBench.open()
        _ = server.read(.request(1, "a"))
        #expect(server.read(.reset(1)) == ["abandoned 1"])
        #expect(server.written() == ["END 1 [NOT_EXECUTED] 1 "])
        #expect(server.accept(1) == "ended")
    }

    @Test("at the deadline END goes out and the slot stays taken until the handler has returned (TRK-503, TRK-323)")
    func deadline() {
        let server = ServerBench.open()
        _ = server.read(.request(1, "a"))
        _ = server.accept(1)
        server.terminate(1, EndStatus(.deadlineExceeded))
        #expect(server.written() == ["END 1 4 "])
        #expect(server.openCallCount == 1)
        #expect(server.respond(1, "late") == "drop")
        #expect(server.written() == [])
        #expect(server.openCallCount == 0)
    }

    @Test("a call that expires before it began is not executed (TRK-504)")
    func expiredInQueue() {
        let server = ServerBench.open()
        _ = server.read(.request(1, "a"))
        server.terminate(1, EndStatus(.deadlineExceeded))
        #expect(server.written() == ["END 1 [NOT_EXECUTED] 4 "])
        #expect(server.openCallCount == 0)
    }

    @Test("a slot is used again, and the id of the call before it is stale")
    func staleID() {
        let server = ServerBench.open()
        _ = server.read(.request(1, "a"))
        _ = server.accept(1)
        _ = server.respond(1, "A")
        _ = server.read(.request(3, "b"))
        #expect(server.opened[1]?.id.slot == server.opened[3]?.id.slot)
        _ = server.written()
        #expect(server.respond(1, "again") == "drop")
        server.end(1, EndStatus(.internalError))
        server.terminate(1, EndStatus(.internalError))
        #expect(server.written() == [])
        #expect(server.accept(3) == "run 'b'")
    }

    @Test("a handler that gives no reply and no failure ends with INTERNAL (TRK-316)")
    func okWithoutReply() {
        let server = ServerBench.open()
        _ = server.read(.request(1, "a"))
        _ = server.accept(1)
        server.end(1, EndStatus(.ok))
        #expect(server.written() == ["END 1 13 the handler gave no reply"])
    }

    @Test("after RESET a deadline sends nothing: END waits for the handler (TRK-320, TRK-321)")
    func resetThenDeadline() {
        let server = ServerBench.open()
        _ = server.read(.request(1, "a"))
        _ = server.accept(1)
        _ = server.read(.reset(1))
        server.terminate(1, EndStatus(.deadlineExceeded))
        #expect(server.written() == [])
        #expect(server.openCallCount == 1)
        server.end(1, EndStatus(.deadlineExceeded))
        #expect(server.written() == ["END 1 4 "])
    }

    @Test("a reply that cannot be packed leaves nothing in the buffer, and its call open")
    func abandonedReply() throws {
        let server = ServerBench.open()
        _ = server.read(.request(1, "a"))
        _ = server.accept(1)
        server.respondBadly(1)
        #expect(server.written() == [])
        server.end(1, EndStatus(.internalError, text: "pack"))
        #expect(server.written() == ["END 1 13 pack"])
    }
}
