import NIOCore
import Testing

@testable import TrunkWire

@Suite("Server: keepalive and drain") struct ServerDrainTests {
    @Test("only the newest PING of a turn is answered (TRK-701)")
    func newestPing() {
        let server = ServerBench.open()
        #expect(server.read(.ping(1) + .ping(2)) == [])
        #expect(server.written() == [])
        #expect(server.endOfTurn() == nil)
        #expect(server.written() == ["PONG 2"])
        #expect(server.endOfTurn() == nil)
        #expect(server.written() == [])
    }

    @Test("PINGs at half the announced interval are in time, sooner they cost points (TRK-702)")
    func pingInterval() {
        var limits = WireLimits()
        limits.abusePointsMax = 4
        limits.abusePointsPerSecond = 1
        let server = ServerBench.open(limits: limits)
        _ = server.read(.ping(1))
        server.nowMillis += 5_000
        _ = server.read(.ping(2))
        #expect(server.endOfTurn() == nil)
        server.nowMillis += 4_999
        _ = server.read(.ping(3))
        #expect(server.endOfTurn() == .violation(ConnectionViolation(.abuseBudget, reason: .excessive)))
    }

    @Test("60 s of silence with a call open ask for a PING, which has 20 s (TRK-703)")
    func keepAlive() {
        let server = ServerBench.open()
        _ = server.read(.request(1, "a"))
        server.nowMillis += 59_999
        _ = server.tick()
        #expect(server.written() == [])
        server.nowMillis += 1
        _ = server.tick()
        #expect(server.written() == ["PING"])
        server.nowMillis += 19_999
        _ = server.tick()
        #expect(server.endOfTurn() == nil)
        server.nowMillis += 1
        _ = server.tick()
        #expect(server.endOfTurn() == .keepAliveTimeout)
        #expect(server.written() == [])
    }

    @Test("a PONG with the PING's bytes is an answer (TRK-701, TRK-703)")
    func answered() throws {
        let server = ServerBench.open()
        _ = server.read(.request(1, "a"))
        server.nowMillis += 60_000
        _ = server.tick()
        let payload = try #require(server.takeOutput().getInteger(at: 12, as: UInt64.self))
        _ = server.read(.pong(payload))
        server.nowMillis += 20_000
        _ = server.tick()
        #expect(server.endOfTurn() == nil)
    }

    @Test("an idle connection is closed after 30 min, one with a call is not (TRK-704)")
    func idle() {
        let server = ServerBench.open()
        server.nowMillis += 30 * 60_000 - 1
        _ = server.tick()
        #expect(server.endOfTurn() == nil)
        server.nowMillis += 1
        _ = server.tick()
        #expect(server.written() == ["GOAWAY 7 last 0 \(Rule.idle.text)"])
        #expect(server.endOfTurn() == .violation(ConnectionViolation(.idle, reason: .idle)))
    }

    @Test("a drain tells twice, waits for its PONG, and closes when the calls are done (TRK-705, TRK-706)")
    func drain() throws {
        let server = ServerBench.open()
        _ = server.read(.request(1, "a"))
        _ = server.accept(1)
        server.drain()
        let first = server.takeOutput()
        #expect(frameLines(first) == ["GOAWAY 8 last 4294967295 ", "PING"])
        #expect(server.read(.request(3, "crossed")) == ["call 3 a.B/C 7"])
        _ = server.accept(3)
        let ping = try #require(first.getInteger(at: first.readableBytes - 8, as: UInt64.self))
        #expect(server.read(.pong(ping)) == [])
        #expect(server.written() == ["GOAWAY 8 last 3 "])
        #expect(server.read(.request(5, total: 8, "x") + .message(5, "rest")) == [])
        #expect(server.written() == [])
        #expect(server.respond(1, "A") == "sent")
        #expect(server.endOfTurn() == nil)
        #expect(server.respond(3, "B") == "sent")
        #expect(server.endOfTurn() == .drained)
    }

    @Test(
        "without a PONG the last id is named after 1 s; after the grace the calls are cut off, once (TRK-705, TRK-708)")
    func drainWithoutPong() {
        let server = ServerBench.open()
        _ = server.read(.request(1, "a"))
        _ = server.accept(1)
        server.drain()
        _ = server.written()
        server.nowMillis += 999
        #expect(server.tick() == .none)
        #expect(server.written() == [])
        server.nowMillis += 1
        #expect(server.tick() == .none)
        #expect(server.written() == ["GOAWAY 8 last 1 "])
        server.nowMillis += 1_999
        #expect(server.tick() == .none)
        server.nowMillis += 1
        #expect(server.tick() == .graceOver)
        #expect(server.tick() == .none)
        server.terminate(1, EndStatus(.unavailable))
        #expect(server.written() == ["END 1 14 "])
        #expect(server.endOfTurn() == nil)
        server.end(1, EndStatus(.cancelled))
        #expect(server.endOfTurn() == .drained)
    }

    @Test("a client that leaves opens no more calls; its running ones finish (TRK-707)")
    func clientLeaves() {
        let server = ServerBench.open()
        _ = server.read(.request(1, "a"))
        _ = server.accept(1)
        #expect(server.read(.goAway(8, last: 0)) == ["goAway 8"])
        #expect(server.endOfTurn() == nil)
        _ = server.respond(1, "A")
        #expect(server.endOfTurn() == .drained)
    }

    @Test("a REQUEST after the client's GOAWAY breaks a rule (TRK-707)")
    func requestAfterGoAway() {
        let server = ServerBench.open()
        _ = server.read(.request(1, "a") + .goAway(8, last: 0) + .request(3, "b"))
        #expect(server.written() == ["GOAWAY 1 last 1 \(Rule.afterGoAway.text)"])
    }

    @Test("a client that shuts down its side: running calls finish, unfinished requests end (TRK-707)")
    func inputClosed() {
        let server = ServerBench.open()
        _ = server.read(.request(1, "a") + .request(3, total: 9, "b"))
        _ = server.accept(1)
        #expect(server.inputClosed() == ["abandoned 3"])
        #expect(server.written() == ["END 3 [NOT_EXECUTED] 1 "])
        #expect(server.endOfTurn() == nil)
        #expect(server.respond(1, "A") == "sent")
        #expect(server.endOfTurn() == .inputEnded)
    }

    @Test("a drain before HELLO closes at once")
    func drainBeforeHello() {
        let silent = ServerBench()
        silent.drain()
        #expect(silent.endOfTurn() == .requested(.shutdown))
        #expect(silent.written() == [])
        let server = ServerBench()
        _ = server.read(.clientPreface)
        _ = server.written()
        server.drain()
        #expect(server.written() == ["GOAWAY 8 last 0 "])
        #expect(server.endOfTurn() == .requested(.shutdown))
    }
}
