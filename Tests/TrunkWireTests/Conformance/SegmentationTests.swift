import NIOCore
import Testing

@testable import TrunkWire

@Suite("Segmentation: sessions of streams of every shape, split anywhere (RT-D5)") struct SegmentationTests {
    /// What a server has been told and has written. (There is no PING in the sessions: how many of a turn are answered
    /// depends on where turns end, TRK-701.)
    private struct Transcript: Equatable {
        let log: [String]
        let written: ByteBuffer
        let closed: CloseReason?

        init(_ server: StreamServer) {
            self.log = server.log
            self.written = server.written
            self.closed = server.closed
        }
    }

    @Test("the session is what it is meant to be")
    func session() {
        let server = StreamServer()
        server.read(LongSession.client)
        #expect(LongSession.frameCount(LongSession.client) >= 190)
        #expect(server.closed == .drained)
        let lines = Transcript(server)
        #expect(lines.log.filter { $0.contains("call") }.count == 6 * 7)
        #expect(lines.log.filter { $0.contains("input ended") }.count == 6 * 2)
        #expect(lines.log.contains("7 message zipped 90") && lines.log.contains("7 message fragment "))
        #expect(lines.log.contains("11 cancel reset") && lines.log.contains("9 abandoned"))
        #expect(frameLines(lines.written).filter { $0.hasPrefix("END") }.count == 6 * 7)
    }

    @Test("a client's session in two parts, at every byte")
    func clientSplits() {
        let whole = StreamServer()
        whole.read(LongSession.client)
        let expected = Transcript(whole)
        for cut in 1..<LongSession.client.readableBytes {
            var rest = LongSession.client
            let server = StreamServer()
            server.read(rest.readSlice(length: cut) ?? ByteBuffer())
            server.read(rest)
            let found = Transcript(server)
            guard found == expected else {
                Issue.record("cut at \(cut): \(found.log.last ?? "")")
                return
            }
        }
    }

    @Test("a client's session byte by byte, and in steps of every size up to 40")
    func clientSteps() {
        let whole = StreamServer()
        whole.read(LongSession.client)
        let expected = Transcript(whole)
        for size in 1...40 {
            var rest = LongSession.client
            let server = StreamServer()
            while let step = rest.readSlice(length: min(size, max(1, rest.readableBytes))) { server.read(step) }
            #expect(Transcript(server) == expected, "steps of \(size)")
        }
    }

    /// A greeted client with 56 open calls of every shape.
    private func openClient() -> ClientBench {
        let client = ClientBench(limits: LongSession.limits)
        _ = client.read(LongSession.serverGreeting)
        for call in 0..<56 { self.open(client, UInt32(2 * call + 1)) }
        _ = client.written()
        return client
    }

    private func open(_ client: ClientBench, _ stream: UInt32) {
        switch LongSession.shape(of: stream) {
        case .unary: _ = client.call("m")
        case .serverStreaming: _ = client.open(.serverStreaming, ByteBuffer(string: "m"))
        case .clientStreaming: _ = client.open(.clientStreaming)
        case .bidirectional: _ = client.open(.bidirectional)
        }
    }

    /// Reads a session in parts: all events, then all that was written.
    private func play(_ parts: [ByteBuffer]) -> [String] {
        let client = self.openClient()
        let events = parts.flatMap { client.read(Bytes(buffer: $0)) }
        let written = client.takeOutput().readableBytesView.reduce(into: Hasher()) { $0.combine($1) }.finalize()
        return events + ["\(written)", client.endOfTurn().map { "\($0)" } ?? "open"]
    }

    @Test("a server's session in two parts at every byte, byte by byte, and all in one")
    func serverSplits() {
        let session = LongSession.server
        #expect(LongSession.frameCount(session) >= 190)
        let expected = self.play([session])
        #expect(expected.contains("message 7 'fragment'") && expected.contains("reply 1 ok 'unary one'"))
        #expect(expected.contains("message 5 'zipped'") && expected.contains("reply 7 notFound gone"))
        #expect(expected.contains { $0.hasPrefix("failed 9 ") } && expected.contains { $0.hasPrefix("failed 11 ") })
        for cut in 1..<session.readableBytes {
            var rest = session
            let first = rest.readSlice(length: cut) ?? ByteBuffer()
            guard self.play([first, rest]) == expected else {
                Issue.record("cut at \(cut)")
                return
            }
        }
        #expect(self.play(session.readableBytesView.map { ByteBuffer(bytes: [$0]) }) == expected)
    }
}
