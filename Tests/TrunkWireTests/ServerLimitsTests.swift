import NIOCore
import Testing

@testable import TrunkWire

@Suite("Server: limits") struct ServerLimitsTests {
    @Test("the limit for calls at one time: the last one fits, the next is refused (TRK-807)")
    func concurrentStreams() throws {
        var limits = WireLimits()
        limits.concurrentStreamsMax = 16
        let server = ServerBench.open(limits: limits)
        for stream in stride(from: UInt32(1), to: 33, by: 2) {
            #expect(server.read(.request(stream, "a")).count == 1)
        }
        #expect(server.read(.request(33, "a")) == [])
        let refusal = server.takeOutput()
        #expect(frameLines(refusal) == ["END 33 [NOT_EXECUTED] 8 \(Rule.tooManyStreams.text)"])
        let payload = try #require(refusal.getSlice(at: 12, length: refusal.readableBytes - 12))
        let limit = try #require(metadataEntries(payload)[0x23])
        #expect(limit == ByteBuffer(bytes: [18] + Array("concurrent_streams".utf8) + [0, 0, 0, 0, 0, 0, 0, 16]))
        _ = server.accept(1)
        _ = server.respond(1, "A")
        #expect(server.read(.request(35, "a")) == ["call 35 a.B/C 1"])
    }

    @Test("a slot stays taken while a handler that was answered still runs (TRK-323)")
    func slotOfAnswered() {
        var limits = WireLimits()
        limits.concurrentStreamsMax = 1
        let server = ServerBench.open(limits: limits)
        _ = server.read(.request(1, "a"))
        _ = server.accept(1)
        server.terminate(1, EndStatus(.deadlineExceeded))
        _ = server.written()
        #expect(server.read(.request(3, "b")) == [])
        server.end(1, EndStatus(.cancelled))
        #expect(server.read(.request(5, "c")) == ["call 5 a.B/C 1"])
    }

    @Test("a frame of the limit is read, one byte more is refused before its payload arrives (TRK-202, TRK-215)")
    func frameSize() {
        let server = ServerBench.open()
        #expect(server.read(.request(1, ByteBuffer(repeating: 1, count: 65_536 - 21))) == ["call 1 a.B/C 65515"])
        #expect(server.read(.header(length: 65_537, type: 0x02, stream: 3)) == [])
        #expect(
            server.written() == ["GOAWAY 3 last 1 \(Rule.frameTooLong.text)"])
        #expect(server.endOfTurn() == .violation(ConnectionViolation(.frameTooLong, reason: .frameSize)))
    }

    @Test("a message of the limit is read, one byte more costs the call (TRK-803, TRK-804)")
    func messageSize() {
        let broken: [(WritableKeyPath<WireLimits, Int>, Rule)] = [
            (\.messageWireBytesMax, .messageTooLong), (\.messageDecodedBytesMax, .messageDecodedTooLong),
        ]
        for (field, rule) in broken {
            var limits = WireLimits()
            limits[keyPath: field] = 50_000
            let server = ServerBench.open(limits: limits)
            #expect(server.read(.request(1, ByteBuffer(repeating: 1, count: 50_000))) == ["call 1 a.B/C 50000"])
            #expect(server.read(.request(3, ByteBuffer(repeating: 1, count: 50_001))) == [])
            #expect(server.read(.request(5, total: 50_000, "a")) == ["call 5 a.B/C of 50000"])
            #expect(server.read(.request(7, total: 50_001, "a")) == [])
            let text = rule.text
            #expect(
                server.written() == [
                    "END 3 [NOT_EXECUTED NO_RETRY] 8 \(text)", "END 7 [NOT_EXECUTED NO_RETRY] 8 \(text)",
                ])
        }
    }

    @Test("metadata of the limit is read, one byte more costs the call (TRK-805)")
    func metadataSize() {
        let server = ServerBench.open()
        let full = Bytes.tlv(0x30, Array(repeating: 0, count: 8_192 - 3))
        #expect(server.read(.request(1, metadata: full, ByteBuffer(string: "m"))) == ["call 1 a.B/C 1"])
        let over = Bytes.tlv(0x30, Array(repeating: 0, count: 8_192 - 2))
        #expect(server.read(.request(3, metadata: over, ByteBuffer(string: "m"))) == [])
        #expect(server.written() == ["END 3 [NOT_EXECUTED NO_RETRY] 8 \(Rule.metadataTooLong.text)"])
    }

    @Test("64 TLVs are read, 65 cost the call (TRK-806)")
    func metadataTLVs() {
        let server = ServerBench.open()
        let full = (0..<64).flatMap { _ in Bytes.tlv(0x30, []) }
        #expect(server.read(.request(1, metadata: full, ByteBuffer(string: "m"))) == ["call 1 a.B/C 1"])
        #expect(server.read(.request(3, metadata: full + Bytes.tlv(0x30, []), ByteBuffer(string: "m"))) == [])
        #expect(server.written() == ["END 3 [NOT_EXECUTED NO_RETRY] 8 \(Rule.tooManyTLVs.text)"])
    }

    @Test("a frame has 5 s, and its length at 16 KiB/s, to arrive (TRK-802)")
    func slowFrame() {
        let server = ServerBench.open()
        _ = server.read(.header(length: 32_768, type: 0x02, stream: 1))
        server.nowMillis += 6_999
        #expect(server.tick() == .none)
        #expect(server.endOfTurn() == nil)
        server.nowMillis += 1
        _ = server.tick()
        #expect(server.written() == ["GOAWAY 4 last 0 \(Rule.frameTooSlow.text)"])
        #expect(server.endOfTurn() == .violation(ConnectionViolation(.frameTooSlow, reason: .slow)))
    }

    @Test("a few bytes of a header have 5 s, and a frame that completes starts the next one's time (TRK-802)")
    func slowHeader() {
        let server = ServerBench.open()
        _ = server.read(.hex("00 00"))
        server.nowMillis += 4_000
        _ = server.read(.hex("00 08 08 00 00 00 00 00 00 00 01 02 03 04 05 06 07 08 00"))
        server.nowMillis += 4_999
        _ = server.tick()
        #expect(server.endOfTurn() == nil)
        server.nowMillis += 1
        _ = server.tick()
        #expect(server.endOfTurn() == .violation(ConnectionViolation(.frameTooSlow, reason: .slow)))
    }

    @Test("each misbehaviour costs its points, and the first uncovered one closes (TRK-809, TRK-213)")
    func costs() {
        let cases: [(Int, (ServerBench, UInt32) -> Void)] = [
            (1, { server, _ in _ = server.read(.frame(0xF7, flags: 0xFF, code: 9, stream: 2)) }),
            (1, { server, _ in _ = server.read(.pong(1)) }),
            (2, { server, _ in _ = server.read(.reset(1)) }),
            (5, { server, _ in _ = server.read(.ping(1)) }),
            (10, { server, stream in _ = server.read(.frame(0x02, stream: stream)) }),
        ]
        for (cost, misbehave) in cases {
            var limits = WireLimits()
            limits.abusePointsMax = 40
            let server = ServerBench.open(limits: limits)
            _ = server.read(.request(1, "a") + .ping(0))
            _ = server.accept(1)
            _ = server.respond(1, "A")
            // What the ended call allows for in crossing frames is used up first.
            for _ in 0..<5 { _ = server.read(.message(1, "")) }
            for time in 0..<(40 / cost) { misbehave(server, UInt32(3 + 2 * time)) }
            #expect(server.endOfTurn() == nil, "\(cost)")
            misbehave(server, 1_001)
            #expect(server.endOfTurn() == .violation(ConnectionViolation(.abuseBudget, reason: .excessive)), "\(cost)")
        }
    }

    @Test("a refused open costs 2 points, a small CREDIT 1 (TRK-809)")
    func refusedOpen() {
        var limits = WireLimits()
        limits.abusePointsMax = 4
        limits.concurrentStreamsMax = 1
        let server = ServerBench.open(limits: limits)
        _ = server.read(.request(1, "a"))
        #expect(server.read(.credit(1, 8_192)) == [])
        _ = server.read(.request(3, "b") + .request(5, "b"))
        #expect(server.endOfTurn() == nil)
        #expect(server.read(.credit(1, 8_191)) == [])
        #expect(server.endOfTurn() == .violation(ConnectionViolation(.abuseBudget, reason: .excessive)))
    }

    @Test("metadata of a reply that the client would not read ends the call instead (TRK-603)")
    func replyMetadata() {
        let server = ServerBench.open()
        _ = server.read(.request(1, "a") + .request(3, "b"))
        _ = server.accept(1)
        _ = server.accept(3)
        var metadata = Metadata()
        metadata.append(.padding, ByteBuffer(repeating: 0, count: 4_096 - 3))
        #expect(server.respond(1, ByteBuffer(), metadata: metadata) == "sent")
        metadata.append(.padding, ByteBuffer())
        #expect(server.respond(3, ByteBuffer(), metadata: metadata) == "drop")
        #expect(
            server.written() == [
                "RESPONSE 1 [END HAS_MESSAGE] ''", "END 3 [NO_RETRY] 8 \(Rule.metadataTooLong.text)",
            ])
    }

    @Test("a reply of the client's limit is sent, one byte more ends the call instead (TRK-325, TRK-812)")
    func replySize() {
        let server = ServerBench.open()
        _ = server.read(.request(1, "a") + .request(3, "b"))
        _ = server.accept(1)
        _ = server.accept(3)
        #expect(server.respond(1, ByteBuffer(repeating: 1, count: 49_152)) == "sent")
        #expect(server.respond(3, ByteBuffer(repeating: 1, count: 49_153)) == "too long: message_wire_bytes 49152")
        #expect(
            server.written() == [
                "RESPONSE 1 [END HAS_MESSAGE] 49152 bytes", "END 3 [NO_RETRY] 8 \(Rule.messageTooLong.text)",
            ])
        #expect(server.openCallCount == 0)
    }

    @Test(
        "the smaller of the client's two limits binds a reply (TRK-325)",
        arguments: [(60_000, 90_000), (90_000, 60_000)])
    func smallerLimit(decoded: UInt32, wire: UInt32) {
        let server = ServerBench.open(hello: .hello(Bytes.number(0x02, decoded), Bytes.number(0x0D, wire)))
        _ = server.read(.request(1, "a"))
        _ = server.accept(1)
        #expect(server.respond(1, ByteBuffer(repeating: 1, count: 60_001)) == "too long: message_wire_bytes 60000")
        #expect(server.written() == ["END 1 [NO_RETRY] 8 \(Rule.messageTooLong.text)"])
    }

    @Test("of several PINGs in one turn only the newest is answered (TRK-701)")
    func newestPing() {
        let server = ServerBench.open()
        _ = server.read(.ping(1) + .ping(2) + .ping(3))
        #expect(server.endOfTurn() == nil)
        #expect(server.written() == ["PONG 3"])
        #expect(server.endOfTurn() == nil)
        #expect(server.written() == [])
    }

    @Test("a slot that waits for a handler behind its END refuses a call, and costs the client nothing (TRK-503)")
    func invisibleSlots() {
        var limits = WireLimits()
        limits.concurrentStreamsMax = 16
        limits.abusePointsMax = 0
        limits.abusePointsPerSecond = 0
        let server = ServerBench.open(limits: limits)
        for stream in stride(from: UInt32(1), through: 31, by: 2) {
            _ = server.read(.request(stream, "a"))
            _ = server.accept(stream)
        }
        server.terminate(1, EndStatus(.deadlineExceeded))
        _ = server.written()
        #expect(server.read(.request(33, "b")) == [])
        #expect(server.written() == ["END 33 [NOT_EXECUTED] 8 \(Rule.tooManyStreams.text)"])
        #expect(server.endOfTurn() == nil)
        server.end(1, EndStatus(.cancelled))
        #expect(server.read(.request(35, "c")) == ["call 35 a.B/C 1"])
        _ = server.read(.request(37, "d"))
        #expect(server.endOfTurn() == .violation(ConnectionViolation(.abuseBudget, reason: .excessive)))
    }
}
