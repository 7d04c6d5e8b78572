import NIOCore
import Testing

@testable import TrunkWire

@Suite("Floods end with EXCESSIVE at the exact count, and write next to nothing (RT-F5)") struct FloodTests {
    @Test("a flood of one kind of frame", arguments: Flood.all)
    func flood(flood: Flood) {
        var bytes = Bytes()
        for index in 0..<flood.allowed { bytes.buffer.writeImmutableBuffer(flood.frame(index).buffer) }
        let last = flood.frame(flood.allowed)
        let isHello = flood.allowed == 0
        let (before, output, after) =
            flood.sender == .client ? self.server(flood, bytes, last) : self.client(flood, bytes, last)
        #expect(before == "open", "closed by fewer than \(flood.allowed)")
        #expect(output <= flood.outputBytesMax, "\(output) bytes written")
        let wanted = isHello ? "GOAWAY 1 last 0 TRK-111" : "TRK-809"
        #expect(after.contains(wanted) && after.hasSuffix("closed"), "\(after)")
        #expect(isHello || after.contains("GOAWAY 6 "))
    }

    private func server(_ flood: Flood, _ bytes: Bytes, _ last: Bytes) -> (String, Int, String) {
        var limits = WireLimits()
        limits.messageWireBytesMax = 49_152
        let server = ServerBench.open(limits: limits)
        flood.serverStart(server)
        _ = server.written()
        _ = server.read(bytes)
        let isOpen = server.endOfTurn() == nil
        let output = server.takeOutput().readableBytes
        let after = reaction(server.read(last).filter { !$0.hasPrefix("goAway") } + server.turn().suffix(2))
        return (isOpen ? "open" : "closed", output, after)
    }

    private func client(_ flood: Flood, _ bytes: Bytes, _ last: Bytes) -> (String, Int, String) {
        let client = ClientBench.open()
        flood.clientStart(client)
        _ = client.written()
        _ = client.read(bytes)
        let isOpen = client.endOfTurn() == nil
        let output = client.takeOutput().readableBytes
        let after = reaction(client.read(last).filter { !$0.hasPrefix("goAway") } + client.turn().suffix(2))
        return (isOpen ? "open" : "closed", output, after)
    }

    @Test("a flood in turns of its own: each PING's answer replaces the one that waits, whatever the size of a turn")
    func pings() {
        let server = ServerBench.open()
        for index in 0..<201 { _ = server.read(.ping(UInt64(index))) }
        #expect(server.turn() == ["PONG 200"])
        #expect(server.read(.ping(201)) == [])
        #expect(server.turn().last == "closed")
    }

    @Test("100 frames a second that cost a point each go on for ever; an honest call gives its point back")
    func sustained() {
        let server = ServerBench.open()
        _ = server.read(Stragglers.pongs(1_000))
        for _ in 0..<120 {
            server.nowMillis += 1_000
            _ = server.read(Stragglers.pongs(100))
            #expect(server.endOfTurn() == nil)
        }
        _ = server.read(.pong(1))
        #expect(server.endOfTurn() != nil)
    }
}
