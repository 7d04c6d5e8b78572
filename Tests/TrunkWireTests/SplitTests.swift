import NIOCore
import Testing

@testable import TrunkWire

@Suite("Sessions split anywhere") struct SplitTests {
    /// The answers, without PONGs: how many PINGs of a turn are answered depends on where turns end (TRK-701).
    private func answers(_ server: EchoServer) -> [String] {
        frameLines(server.takeOutput()).filter { !$0.hasPrefix("PONG") }
    }

    @Test("a recorded session is one transcript")
    func transcript() {
        let server = EchoServer()
        server.read(RecordedSessions.client)
        #expect(
            server.log == [
                "ready", "call 1 a.B/C", "answer 1 3", "call 3 a.B/C", "call 5 a.B/C", "answer 5 200",
                "call 9 a.B/C", "answer 9 0", "message 3", "answer 3 200", "call 11 a.B/C", "abandoned 11",
                "call 13 ", "answer 13 1", "goAway 8",
            ])
        #expect(server.closed == .drained)
        #expect(server.openCallCount == 0)
    }

    @Test("a client's bytes split at every byte give the same events and answers")
    func clientBytes() {
        let whole = EchoServer()
        whole.read(RecordedSessions.client)
        let expected = self.answers(whole)
        for cut in 1..<RecordedSessions.client.readableBytes {
            var rest = RecordedSessions.client
            let server = EchoServer()
            server.read(rest.readSlice(length: cut) ?? ByteBuffer())
            server.read(rest)
            #expect(server.log == whole.log, "cut at \(cut)")
            #expect(self.answers(server) == expected, "cut at \(cut)")
            #expect(server.closed == whole.closed, "cut at \(cut)")
        }
    }

    @Test("a client's bytes that drip in one by one give the same events and answers")
    func clientDrip() {
        let whole = EchoServer()
        whole.read(RecordedSessions.client)
        let server = EchoServer()
        for byte in RecordedSessions.client.readableBytesView { server.read(ByteBuffer(bytes: [byte])) }
        #expect(server.log == whole.log)
        #expect(self.answers(server) == self.answers(whole))
        #expect(server.closed == whole.closed)
    }

    private func openClient() -> ClientBench {
        let client = ClientBench()
        for _ in 0..<8 { _ = client.call("x") }
        _ = client.takeOutput()
        return client
    }

    @Test("a server's bytes split at every byte, and dripped, give the same events")
    func serverBytes() {
        let above = "failed 15 unavailable not executed \(Rule.aboveLast.text)"
        let expected = [
            "ready", "reply 3 ok 'three'", "reply 5 notFound no such number", "reply 7 ok 200",
            "reply 1 ok '0123456789'", "reply 9 internalError ", "goAway 8 last 4294967295", "goAway 8 last 13", above,
            "reply 11 cancelled ", "reply 13 ok 'last'",
        ]
        for cut in 1..<RecordedSessions.server.readableBytes {
            var rest = RecordedSessions.server
            let client = self.openClient()
            let first = client.read(Bytes(buffer: rest.readSlice(length: cut) ?? ByteBuffer()))
            #expect(first + client.read(Bytes(buffer: rest)) == expected, "cut at \(cut)")
            #expect(client.endOfTurn() == .drained)
        }
        let dripped = self.openClient()
        let events = RecordedSessions.server.readableBytesView.flatMap {
            dripped.read(Bytes(buffer: ByteBuffer(bytes: [$0])))
        }
        #expect(events == expected)
    }
}
