import NIOCore
import Testing

@testable import TrunkWire

/// A call that is malformed before its handler was started, and how it ends.
struct MalformedRequest: CustomTestStringConvertible {
    let rule: Rule
    let what: String
    let bytes: Bytes

    init(_ rule: Rule, _ what: String, _ bytes: Bytes) {
        self.rule = rule
        self.what = what
        self.bytes = bytes
    }

    var testDescription: String { "TRK-\(self.rule.rawValue): \(self.what)" }

    static let overrunningPath = ByteBuffer(bytes: [0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 65])
    static let overrunningMetadata = ByteBuffer(bytes: [0, 9, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 65])

    static let all: [MalformedRequest] = [
        .init(.headerTooShort, "15 bytes", .frame(0x02, stream: 1, ByteBuffer(repeating: 0, count: 15))),
        .init(.headerTooShort, "no payload", .frame(0x02, stream: 1)),
        .init(.headerOverruns, "path", .frame(0x02, stream: 1, Self.overrunningPath)),
        .init(.headerOverruns, "metadata", .frame(0x02, stream: 1, Self.overrunningMetadata)),
        .init(.metadataOverruns, "half a TLV", .request(1, metadata: [0x04, 0], ByteBuffer(string: "m"))),
        .init(.metadataOverruns, "value", .request(1, metadata: [0x04, 0, 2, 65], ByteBuffer(string: "m"))),
        .init(
            .metadataRepeated, "token",
            .request(1, metadata: Bytes.tlv(5, [1]) + Bytes.tlv(5, [1]), ByteBuffer(string: "m"))),
        .init(.namedPairMalformed, "empty", .request(1, metadata: Bytes.tlv(0xF0, []), ByteBuffer(string: "m"))),
        .init(
            .namedPairMalformed, "no name", .request(1, metadata: Bytes.tlv(0xF0, [0, 65]), ByteBuffer(string: "m"))),
        .init(
            .namedPairMalformed, "capital", .request(1, metadata: Bytes.tlv(0xF0, [1, 65]), ByteBuffer(string: "m"))),
        .init(
            .namedPairMalformed, "overrun", .request(1, metadata: Bytes.tlv(0xF0, [9, 97]), ByteBuffer(string: "m"))),
        .init(.messageUnannounced, "bytes", .request(1, flags: Flag.end, ByteBuffer(string: "m"))),
        .init(.messageUnannounced, "MORE", .request(1, flags: Flag.more, ByteBuffer())),
        .init(.messageUnannounced, "COMPRESSED", .request(1, flags: Flag.compressed, ByteBuffer())),
        .init(
            .moreWithEnd, "first frame",
            .request(1, flags: Flag.more | Flag.end | Flag.hasMessage, Bytes.total(9, "abc"))),
        .init(
            .wrongTotal, "missing", .request(1, flags: Flag.more | Flag.hasMessage, ByteBuffer(bytes: [0, 0, 9]))),
        .init(.wrongTotal, "exceeded at once", .request(1, total: 2, "abc")),
        .init(.emptyFragment, "first", .request(1, total: 9, "")),
        .init(
            .compressionNotNegotiated, "whole",
            .request(1, flags: Flag.compressed | Flag.hasMessage, ByteBuffer(string: "m"))),
    ]
}

@Suite("Server: malformed inside a call") struct ServerMalformedTests {
    @Test(
        "a malformed REQUEST costs its call and nothing else (TRK-301, TRK-302, TRK-303 to TRK-309, TRK-306, TRK-314)",
        arguments: MalformedRequest.all)
    func request(malformed: MalformedRequest) {
        let server = ServerBench.open()
        #expect(server.read(malformed.bytes) == [])
        #expect(server.written() == ["END 1 [NOT_EXECUTED NO_RETRY] 3 \(malformed.rule.text)"])
        #expect(server.openCallCount == 0)
        #expect(server.read(.request(3, "still here")) == ["call 3 a.B/C 10"])
        #expect(server.endOfTurn() == nil)
    }

    @Test("a unary REQUEST without a message (TRK-313)")
    func withoutMessage() {
        let server = ServerBench.open()
        #expect(server.read(.request(1, flags: Flag.end, ByteBuffer())) == ["call 1 a.B/C without message"])
        #expect(server.accept(1) == "ended")
        #expect(server.written() == ["END 1 [NOT_EXECUTED NO_RETRY] 3 \(Rule.noMessage.text)"])
        #expect(server.read(.request(3, flags: 0, ByteBuffer())) == ["call 3 a.B/C without message"])
        #expect(server.read(.message(3, "late")) == ["abandoned 3"])
        #expect(server.written() == ["END 3 [NOT_EXECUTED NO_RETRY] 3 \(Rule.noMessage.text)"])
    }

    @Test("a MESSAGE behind a REQUEST without one finds its call ended (TRK-313, TRK-212)")
    func messageInstead() {
        let server = ServerBench.open()
        _ = server.read(.request(1, flags: 0, ByteBuffer()))
        #expect(server.accept(1) == "ended")
        _ = server.written()
        #expect(server.read(.message(1, "here") + .clientEnd(1)) == [])
        #expect(server.written() == [])
        #expect(server.endOfTurn() == nil)
    }

    @Test("behind a whole request the handler's end comes first, or the rule's: one end (TRK-312, TRK-315, TRK-320)")
    func oneEnd() {
        for (flags, rule) in [(Flag.hasMessage, Rule.secondMessage), (Flag.hasMessage | Flag.end, .afterEnd)] {
            let answered = ServerBench.open()
            _ = answered.read(.request(1, flags: flags, ByteBuffer(string: "one")))
            _ = answered.accept(1)
            #expect(answered.respond(1, "A") == "sent")
            #expect(answered.read(.message(1, "two")) == [])
            #expect(answered.written() == ["RESPONSE 1 [END HAS_MESSAGE] 'A'"])
            let broken = ServerBench.open()
            _ = broken.read(.request(1, flags: flags, ByteBuffer(string: "one")))
            _ = broken.accept(1)
            #expect(broken.read(.message(1, "two")) == ["cancel 1 TRK-\(rule.rawValue)"])
            #expect(broken.respond(1, "A") == "drop")
            #expect(broken.written() == ["END 1 [NO_RETRY] 3 \(rule.text)"])
        }
    }

    @Test("a second message cancels the running handler; its slot waits for it (TRK-312)")
    func secondMessage() {
        let server = ServerBench.open()
        _ = server.read(.request(1, flags: Flag.hasMessage, ByteBuffer(string: "one")))
        #expect(server.accept(1) == "run 'one'")
        #expect(server.read(.message(1, "two")) == ["cancel 1 TRK-312"])
        #expect(server.written() == ["END 1 [NO_RETRY] 3 \(Rule.secondMessage.text)"])
        #expect(server.openCallCount == 1)
        server.end(1, EndStatus(.cancelled))
        #expect(server.written() == [])
        #expect(server.openCallCount == 0)
    }

    @Test("nothing comes after END (TRK-315)")
    func afterEnd() {
        for frame in [Bytes.message(1, "two"), .clientEnd(1)] {
            let server = ServerBench.open()
            _ = server.read(.request(1, "one"))
            _ = server.accept(1)
            #expect(server.read(frame) == ["cancel 1 TRK-315"])
            #expect(server.written() == ["END 1 [NO_RETRY] 3 \(Rule.afterEnd.text)"])
        }
    }

    @Test("a client may half-close with an END frame of its own, once")
    func halfClose() {
        let server = ServerBench.open()
        _ = server.read(.request(1, flags: Flag.hasMessage, ByteBuffer(string: "one")))
        #expect(server.read(.clientEnd(1)) == [])
        #expect(server.accept(1) == "run 'one'")
        #expect(server.read(.clientEnd(1)) == ["cancel 1 TRK-315"])
    }

    @Test("CREDIT of 0, and credit above 7FFFFFFF, end the call with INTERNAL (TRK-401, TRK-402)")
    func credit() {
        let server = ServerBench.open()
        _ = server.read(.request(1, "a") + .request(3, credit: 0x7FFF_FFFF, ByteBuffer(string: "b")))
        #expect(server.read(.credit(3, 1)) == ["abandoned 3"])
        #expect(server.read(.credit(1, 0x7FFE_FFFF)) == [])
        #expect(server.written() == ["END 3 [NOT_EXECUTED NO_RETRY] 13 \(Rule.creditOverflow.text)"])
        _ = server.accept(1)
        #expect(server.read(.credit(1, 0)) == ["cancel 1 TRK-401"])
        #expect(server.written() == ["END 1 [NO_RETRY] 13 \(Rule.zeroCredit.text)"])
        #expect(server.read(.request(5, credit: 0x8000_0000, ByteBuffer(string: "c"))) == [])
        #expect(server.written() == ["END 5 [NOT_EXECUTED NO_RETRY] 13 \(Rule.creditOverflow.text)"])
    }

    @Test("frames for a call that has ended are dropped (TRK-212)")
    func stragglers() {
        let server = ServerBench.open()
        _ = server.read(.request(5, "a"))
        _ = server.accept(5)
        _ = server.respond(5, "A")
        _ = server.written()
        #expect(server.read(.reset(5) + .message(5, "x") + .clientEnd(5) + .credit(5, 9) + .reset(3)) == [])
        #expect(server.written() == [])
        #expect(server.endOfTurn() == nil)
    }

    @Test("a bare unknown metadata id is skipped, repeated or not")
    func unknownMetadata() {
        let server = ServerBench.open()
        let grease = Bytes.tlv(0xE3, [1]) + Bytes.tlv(0xE3, []) + Bytes.tlv(0x7A, [9, 9])
        #expect(server.read(.request(1, metadata: grease, ByteBuffer(string: "m"))) == ["call 1 a.B/C 1"])
    }
}
