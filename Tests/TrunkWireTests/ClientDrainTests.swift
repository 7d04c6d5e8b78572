import NIOCore
import Testing

@testable import TrunkWire

@Suite("Client: GOAWAY and the end") struct ClientDrainTests {
    @Test("a server's drain: no new calls, those above the last id may be sent elsewhere (TRK-705, TRK-706)")
    func drain() {
        let client = ClientBench.open()
        for message in ["a", "b", "c"] { _ = client.call(message) }
        #expect(client.read(.goAway(8, last: 0xFFFF_FFFF)) == ["goAway 8 last 4294967295"])
        #expect(client.call("d") == "leaving")
        #expect(client.endOfTurn() == nil)
        let above = "unavailable not executed \(Rule.aboveLast.text)"
        #expect(client.read(.goAway(8, last: 1)) == ["goAway 8 last 1", "failed 3 \(above)", "failed 5 \(above)"])
        #expect(client.endOfTurn() == nil)
        #expect(client.read(.response(1, "A")) == ["reply 1 ok 'A'"])
        #expect(client.endOfTurn() == .drained)
        #expect(client.endOfTurn() == nil)
    }

    @Test("a later GOAWAY lowers the last id, and never raises it (TRK-709)")
    func lowers() {
        let client = ClientBench.open()
        for message in ["a", "b", "c"] { _ = client.call(message) }
        let above = "unavailable not executed \(Rule.aboveLast.text)"
        #expect(client.read(.goAway(8, last: 3)) == ["goAway 8 last 3", "failed 5 \(above)"])
        #expect(client.read(.goAway(8, last: 5)) == ["goAway 8 last 5"])
        #expect(client.read(.goAway(8, last: 1)) == ["goAway 8 last 1", "failed 3 \(above)"])
    }

    @Test("a cancelled call above the last id frees its slot")
    func cancelledAbove() {
        let client = ClientBench.open()
        _ = client.call("a")
        client.cancel(1)
        #expect(client.read(.goAway(8, last: 0)) == ["goAway 8 last 0", "released 1"])
        #expect(client.endOfTurn() == .drained)
    }

    @Test("GOAWAY for a reason closes when the calls are done, or the server shuts down its side")
    func reason() {
        let client = ClientBench.open()
        _ = client.call("a")
        #expect(client.read(.goAway(6, last: 1)) == ["goAway 6 last 1"])
        #expect(client.endOfTurn() == nil)
        client.inputClosed()
        #expect(client.endOfTurn() == .peerClosed(.excessive))
        #expect(client.openCallCount == 0)
    }

    @Test("a client that drains opens no more calls and closes when its calls are done (TRK-707)")
    func ownDrain() {
        let client = ClientBench.open()
        _ = client.call("a")
        _ = client.written()
        client.drain()
        client.drain()
        #expect(client.written() == ["GOAWAY 8 last 0 "])
        #expect(client.call("b") == "leaving")
        #expect(client.endOfTurn() == nil)
        _ = client.read(.response(1, "A"))
        #expect(client.endOfTurn() == .drained)
    }

    @Test("a server that shuts down its side ends the connection, calls or not")
    func inputClosed() {
        let client = ClientBench.open()
        _ = client.call("a")
        client.inputClosed()
        #expect(client.endOfTurn() == .inputEnded)
        let early = ClientBench()
        early.inputClosed()
        #expect(early.endOfTurn() == .inputEnded)
    }

    @Test("what is closed stays closed and is told once")
    func closedOnce() {
        let client = ClientBench.open()
        _ = client.call("a")
        _ = client.written()
        client.close(.internalError)
        #expect(client.written() == ["GOAWAY 9 last 0 "])
        #expect(client.endOfTurn() == .requested(.internalError))
        #expect(client.endOfTurn() == nil)
        #expect(client.read(.response(1, "A")) == [])
        #expect(client.call("b") == "closed")
        client.cancel(1)
        client.tick()
        client.drain()
        client.inputClosed()
        #expect(client.written() == [])
        #expect(client.openCallCount == 0)
    }
}
