import NIOCore
import Testing

@testable import TrunkWire

@Suite("Server: the last call of a GOAWAY, and the end of input") struct ServerLastCallTests {
    @Test("a GOAWAY for a broken rule names the highest REQUEST read, malformed and refused ones included (TRK-710)")
    func brokenRule() {
        let server = ServerBench.open()
        _ = server.read(.request(1, "a"))
        _ = server.accept(1)
        _ = server.read(MalformedRequest.all[1].bytes.onStream(5) + .request(9, "b"))
        server.refuse(9, EndStatus(.unauthenticated))
        _ = server.written()
        #expect(server.read(.request(7, "below")) == [])
        #expect(server.written() == ["GOAWAY 1 last 9 \(Rule.idNotAbove.text)"])
    }

    @Test("a REQUEST that breaks a rule of the connection is not counted (TRK-710)")
    func brokenRequest() {
        for bytes in [Bytes.request(2, "even"), .request(0, "zero"), .request(0x8000_0001, "high")] {
            let server = ServerBench.open()
            _ = server.read(.request(1, "a"))
            #expect(server.read(bytes) == [])
            #expect(server.written().first?.hasPrefix("GOAWAY 1 last 1 ") == true)
        }
    }

    @Test("after a drain has named the last call no GOAWAY names a higher one (TRK-709, TRK-710)")
    func neverRaised() throws {
        for isOwners in [false, true] {
            let server = ServerBench.open()
            _ = server.read(.request(1, "a"))
            _ = server.accept(1)
            server.drain()
            let ping = try #require(server.takePing())
            _ = server.read(.pong(ping) + .request(7, "dropped"))
            #expect(server.written() == ["GOAWAY 8 last 1 "])
            if isOwners { server.close(.internalError) } else { _ = server.read(.frame(0x0B)) }
            #expect(server.written().first?.contains("last 1 ") == true)
        }
    }

    @Test("a call above the last one stays unread when the grace is over, too (TRK-706)")
    func afterTheGrace() throws {
        let server = ServerBench.open()
        _ = server.read(.request(1, "a"))
        _ = server.accept(1)
        server.drain()
        let ping = try #require(server.takePing())
        _ = server.read(.pong(ping))
        server.nowMillis += 10_000
        #expect(server.tick() == .graceOver)
        _ = server.written()
        #expect(server.read(.request(3, "late")) == [])
        #expect(server.written() == [])
        #expect(server.openCallCount == 1)
    }

    @Test("input that ends inside a preface or a HELLO is no broken rule, wherever it ends (TRK-711)")
    func openingCut() {
        let opening = (Bytes.clientPreface + .hello(Bytes.tlv(0xE1, [1, 2, 3]))).buffer
        for count in 0..<opening.readableBytes {
            let server = ServerBench()
            #expect(server.read(Bytes(buffer: opening.getSlice(at: 0, length: count) ?? ByteBuffer())) == [])
            _ = server.written()
            #expect(server.inputClosed() == [])
            #expect(server.written() == [], "\(count) bytes")
            #expect(server.endOfTurn() == .inputEnded, "\(count) bytes")
        }
    }

    @Test("input that ends inside a frame costs that frame alone, wherever it ends (TRK-711)")
    func frameCut() {
        for frame in [Bytes.request(5, "lost"), .ping(1), .message(3, "rest"), .reset(1), .goAway(8, last: 0)] {
            for count in 0..<frame.buffer.readableBytes {
                let server = ServerBench.open()
                _ = server.read(.request(1, "a") + .request(3, total: 9, "x"))
                #expect(server.accept(1) == "run 'a'")
                #expect(server.accept(3) == "wait")
                #expect(server.read(Bytes(buffer: frame.buffer.getSlice(at: 0, length: count) ?? ByteBuffer())) == [])
                #expect(server.inputClosed() == ["abandoned 3"])
                #expect(server.written() == ["END 3 [NOT_EXECUTED] 1 "])
                #expect(server.endOfTurn() == nil)
                #expect(server.respond(1, "A") == "sent")
                #expect(server.written() == ["RESPONSE 1 [END HAS_MESSAGE] 'A'"])
                #expect(server.endOfTurn() == .inputEnded)
                #expect(server.written() == [])
            }
        }
    }

    @Test("a client that leaves for any reason gets the answers to its calls (TRK-707)", arguments: 0...10)
    func leaving(reason: Int) {
        let server = ServerBench.open()
        _ = server.read(.request(1, "a"))
        _ = server.accept(1)
        #expect(server.read(.goAway(UInt16(reason), last: 0)) == ["goAway \(reason)"])
        #expect(server.endOfTurn() == nil)
        #expect(server.respond(1, "A") == "sent")
        #expect(server.written() == ["RESPONSE 1 [END HAS_MESSAGE] 'A'"])
        #expect(server.endOfTurn() == .drained)
    }
}

extension Bytes {
    /// A frame moved to another stream.
    fileprivate func onStream(_ stream: UInt32) -> Bytes {
        var moved = self
        moved.buffer.setInteger(stream, at: moved.buffer.readerIndex + 8)
        return moved
    }
}
