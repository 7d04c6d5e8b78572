import NIOCore
import Testing

@testable import TrunkWire

/// Long messages take turns; everything else overtakes them (TRK-408).
@Suite("Fragments in turn") struct FragmentTurnTests {
    private static let hello = Bytes.hello(Bytes.number(0x0D, 1_048_576), Bytes.number(0x02, 1_048_576))
    private static let long = ByteBuffer(repeating: 7, count: 150_000)

    @Test("two long replies are interleaved, and a short one and a PONG overtake them")
    func interleaved() {
        let server = ServerBench.open(hello: Self.hello)
        _ = server.read(.request(1, "a") + .request(3, "b") + .request(5, "c") + .ping(9))
        for stream: UInt32 in [1, 3, 5] { _ = server.accept(stream) }
        _ = server.respond(1, Self.long)
        _ = server.respond(3, Self.long)
        _ = server.respond(5, "short")
        #expect(server.endOfTurn() == nil)
        #expect(
            server.written() == [
                "RESPONSE 1 [MORE HAS_MESSAGE] 65528 bytes", "RESPONSE 3 [MORE HAS_MESSAGE] 65528 bytes",
                "RESPONSE 5 [END HAS_MESSAGE] 'short'", "PONG 9", "MESSAGE 1 [MORE] 65536 bytes",
                "MESSAGE 3 [MORE] 65536 bytes",
            ])
        #expect(server.hasPendingOutput)
        #expect(server.endOfTurn() == nil)
        #expect(server.written() == ["MESSAGE 1 [END] 18940 bytes", "MESSAGE 3 [END] 18940 bytes"])
        #expect(server.openCallCount == 0)
    }

    @Test("nothing is written to a socket that takes nothing")
    func noRoom() {
        let server = ServerBench.open(hello: Self.hello)
        _ = server.read(.request(1, "a"))
        _ = server.accept(1)
        _ = server.respond(1, Self.long)
        _ = server.written()
        #expect(server.endOfTurn(gatheredBytesMax: 0) == nil)
        #expect(server.written() == [])
        #expect(server.openCallCount == 1)
    }

    @Test("RESET stops a reply between two fragments: END with the real status, and the slot is free (TRK-323)")
    func resetWhileFlushing() {
        let server = ServerBench.open(hello: Self.hello)
        _ = server.read(.request(1, "a"))
        _ = server.accept(1)
        _ = server.respond(1, Self.long)
        _ = server.written()
        #expect(server.read(.reset(1)) == [])
        #expect(server.written() == ["END 1 0 "])
        #expect(server.openCallCount == 0)
        #expect(!server.hasPendingOutput)
    }

    @Test(
        "a stream's next message waits for the fragments of the last; END with OK follows them, a failure discards them"
    )
    func endBehind() {
        for fails in [false, true] {
            let server = ServerBench.open(hello: Self.hello)
            _ = server.read(.request(1, credit: 1_000_000, ByteBuffer(string: "list")))
            _ = server.accept(1, as: .serverStreaming)
            #expect(server.send(1, Self.long) == "sent")
            #expect(server.send(1, "next") == "hold")
            server.end(1, EndStatus(fails ? .aborted : .ok))
            #expect(server.endOfTurn() == nil)
            let first = "MESSAGE 1 [MORE] 65536 bytes"
            #expect(
                server.written()
                    == (fails
                        ? [first, "END 1 10 "]
                        : [first, "MESSAGE 1 [MORE] 65536 bytes", "MESSAGE 1 18932 bytes", "END 1 0 "]))
            #expect(server.openCallCount == 0)
        }
    }

    @Test("a held stream is told when its fragments have gone")
    func sendableAfterFragments() {
        let server = ServerBench.open(hello: Self.hello)
        _ = server.read(.request(1, credit: 1_000_000, ByteBuffer(string: "list")))
        _ = server.accept(1, as: .serverStreaming)
        _ = server.send(1, Self.long)
        #expect(server.send(1, "next") == "hold")
        _ = server.endOfTurn()
        #expect(server.sendable() == [1])
        #expect(server.send(1, "next") == "sent")
    }

    @Test("a caller that gives up in mid-request sends RESET and no more fragments")
    func cancelWhileSending() {
        let client = ClientBench.open(hello: Self.hello)
        _ = client.call(Self.long)
        _ = client.written()
        client.cancel(1)
        #expect(client.endOfTurn() == nil)
        #expect(client.written() == ["RESET 1 1 "])
    }
}
