import NIOCore
import Testing

@testable import TrunkWire

@Suite("Server: preface and HELLO") struct ServerOpeningTests {
    @Test("nothing is written before a valid preface, then preface and HELLO go out at once (TRK-102, TRK-119)")
    func order() {
        let server = ServerBench()
        let preface = Bytes.clientPreface.buffer
        for count in 0..<12 {
            #expect(server.read(Bytes(buffer: preface.getSlice(at: count, length: 1) ?? ByteBuffer())) == [])
            if count < 11 { #expect(server.written() == []) }
        }
        #expect(server.written() == ["PREFACE 1 1", "HELLO", "EXTENSION"])
        #expect(server.read(.hello()) == ["ready"])
        #expect(server.written() == [])
    }

    @Test("calls may stand right behind HELLO (TRK-101, TRK-120)")
    func pipelined() {
        let server = ServerBench()
        #expect(server.read(.clientPreface + .hello() + .request(1, "a")) == ["ready", "call 1 a.B/C 1"])
    }

    @Test(
        "a foreign beginning closes without a word, and the log knows what it was (TRK-103)",
        arguments: [
            ("47 45 54 20 2F", ForeignProtocol.http), ("50 52 49 20 2A", .http), ("16 03 01 02", .tls),
            ("53 53 48 2D 32", .ssh), ("00 00 00 00", .unknown), ("89 54 52 4B 0D 0A 1A 0B", .unknown),
        ])
    func foreign(bytes: String, speaks: ForeignProtocol) {
        let server = ServerBench()
        #expect(server.read(.hex(bytes)) == [])
        #expect(server.endOfTurn() == .notTrunk(speaks))
        #expect(server.written() == [])
        #expect(server.read(.clientPreface + .hello()) == [])
        #expect(server.endOfTurn() == nil)
    }

    @Test(
        "without a common version the answer is 0 and GOAWAY(VERSION) (TRK-104)",
        arguments: ["02 03", "00 00", "01 00"]
    )
    func version(offered: String) {
        let server = ServerBench()
        #expect(server.read(.hex("89 54 52 4B 0D 0A 1A 0A \(offered) AA BB")) == [])
        #expect(server.written() == ["PREFACE 0 1", "GOAWAY 2 last 0 TRK-104 no version in common"])
        #expect(server.endOfTurn() == .noCommonVersion(highest: 1))
    }

    @Test("a client that also offers later versions gets this one; the random bytes are ignored (TRK-104, TRK-106)")
    func laterVersions() {
        let server = ServerBench()
        #expect(server.read(.hex("89 54 52 4B 0D 0A 1A 0A 00 07 AA BB") + .hello()) == ["ready"])
        #expect(server.written().first == "PREFACE 1 1")
    }

    @Test("the first frame is HELLO (TRK-110)")
    func helloFirst() {
        for frame in [Bytes.ping(1), .request(1, "a"), .frame(0xF3)] {
            let server = ServerBench()
            #expect(server.read(.clientPreface + frame) == [])
            #expect(server.written().last == "GOAWAY 1 last 0 TRK-110 the first frame is HELLO")
        }
    }

    @Test("GOAWAY may take HELLO's place")
    func goAwayFirst() {
        let server = ServerBench()
        #expect(server.read(.clientPreface + .goAway(8, last: 0)) == [])
        #expect(server.endOfTurn() == .peerClosed(.shutdown))
    }

    @Test("HELLO comes exactly once (TRK-111)")
    func helloTwice() {
        let server = ServerBench.open()
        #expect(server.read(.hello()) == [])
        #expect(server.written() == ["GOAWAY 1 last 0 TRK-111 HELLO is sent exactly once"])
        #expect(
            server.endOfTurn() == .violation(ConnectionViolation(.helloOnce)))
    }

    @Test("a HELLO above 4 KiB is refused by its header, one of 4 KiB is read (TRK-112)")
    func helloSize() {
        let full = ServerBench()
        let padding = Bytes.tlv(0xE1, Array(repeating: 0, count: 4_093))
        #expect(full.read(.clientPreface + .hello(padding)) == ["ready"])
        let server = ServerBench()
        #expect(server.read(.clientPreface + .header(length: 4_097, type: 0x01)) == [])
        #expect(server.written().last == "GOAWAY 3 last 0 TRK-112 HELLO is at most 4096 bytes")
    }

    @Test("preface and HELLO have 5 s together (TRK-121)")
    func time() {
        let server = ServerBench()
        _ = server.read(.clientPreface)
        server.nowMillis += 4_999
        #expect(server.tick() == .none)
        #expect(server.endOfTurn() == nil)
        server.nowMillis += 1
        _ = server.tick()
        #expect(server.endOfTurn() == .prefaceTimeout)
        let silent = ServerBench()
        silent.nowMillis += 5_000
        _ = silent.tick()
        #expect(silent.endOfTurn() == .prefaceTimeout)
        #expect(silent.written() == [])
    }

    @Test("a client that is not let in gets BUSY in HELLO's place, behind its whole preface (TRK-801, TRK-102)")
    func busy() {
        let server = ServerBench()
        server.turnAway(.busy, .tooManyConnections)
        let preface = Bytes.clientPreface.buffer
        for position in 0..<11 {
            #expect(server.read(Bytes(buffer: preface.getSlice(at: position, length: 1) ?? ByteBuffer())) == [])
            #expect(server.endOfTurn() == nil)
            #expect(server.written() == [])
        }
        #expect(server.read(.hex("00") + .hello() + .request(1, "a")) == [])
        #expect(server.written() == ["PREFACE 1 1", "GOAWAY 5 last 0 TRK-801 too many connections from this address"])
        #expect(server.endOfTurn() == .requested(.busy))
        #expect(server.endOfTurn() == nil)
    }

    @Test("a stranger, and a client of another version, are told no more when there is no room (TRK-103, TRK-104)")
    func busyForOthers() {
        let stranger = ServerBench()
        stranger.turnAway(.busy, .tooManyConnections)
        _ = stranger.read(.hex("47 45 54 20 2F"))
        #expect(stranger.endOfTurn() == .notTrunk(.http))
        #expect(stranger.written() == [])
        let later = ServerBench()
        later.turnAway(.busy, .tooManyConnections)
        _ = later.read(.hex("89 54 52 4B 0D 0A 1A 0A 02 03 00 00"))
        #expect(later.written() == ["PREFACE 0 1", "GOAWAY 2 last 0 TRK-104 no version in common"])
    }

    @Test("who has been let in stays in (TRK-801)")
    func busyTooLate() {
        let greeted = ServerBench()
        _ = greeted.read(.clientPreface)
        greeted.turnAway(.busy, .tooManyConnections)
        #expect(greeted.read(.hello()) == ["ready"])
        let open = ServerBench.open()
        open.turnAway(.busy, .tooManyConnections)
        #expect(open.read(.request(1, "a")) == ["call 1 a.B/C 1"])
        #expect(open.written() == [])
        #expect(open.endOfTurn() == nil)
    }

    @Test("what is closed stays closed and is told once")
    func closedOnce() {
        let server = ServerBench.open()
        _ = server.read(.request(1, "a"))
        server.close(.internalError)
        #expect(server.endOfTurn() == .requested(.internalError))
        #expect(server.written() == ["GOAWAY 9 last 1 "])
        #expect(server.endOfTurn() == nil)
        #expect(server.read(.request(3, "b")) == [])
        #expect(server.accept(1) == "ended")
        #expect(server.respond(1, "A") == "drop")
        server.end(1, EndStatus(.internalError))
        server.drain()
        server.close(.busy)
        #expect(server.inputClosed() == [])
        #expect(server.tick() == .none)
        #expect(server.written() == [])
        #expect(server.openCallCount == 0)
    }
}
