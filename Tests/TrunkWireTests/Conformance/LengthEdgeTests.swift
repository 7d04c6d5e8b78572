import NIOCore
import Testing

@testable import TrunkWire

@Suite("Lengths at their edges are refused before anything is kept (RT-F2)") struct LengthEdgeTests {
    private let now = NIODeadline.uptimeNanoseconds(1_000_000_000)

    @Test("a length, a total, credit or a count at its edges", arguments: LengthField.all)
    func edges(field: LengthField) {
        for value in field.values {
            let found = self.reactions(field, value)
            let wanted = field.wanted(value)
            // A path that was cut short or long is another path, and no more than that.
            let isSame = wanted == "call" ? found.hasPrefix("call 5 ") : found == wanted
            #expect(isSame, "\(field.name) \(value): \(found) instead of \(wanted)")
            let pool = BytePool(bytesMax: 512 << 20)
            let held = field.sender == .client ? self.server(field, value, pool) : self.client(field, value, pool)
            // A stream that goes on keeps its credit reserved; what was refused keeps nothing.
            let isRefused = found.contains("TRK-")
            let most = isRefused ? 65_536 : 2 * 65_536 + 2 * Int(value)
            #expect(held <= most, "\(field.name) \(value): \(held) bytes held")
            #expect(pool.bytesReserved == 0 || !isRefused, "\(field.name) \(value): \(pool.bytesReserved) reserved")
        }
    }

    @Test("HELLO of every length: only what may be one is waited for", arguments: [Side.client, .server])
    func hello(sender: Side) {
        for length in LengthField.edges + [4_096, 4_097] {
            let header = Bytes.header(length: length, type: 0x01)
            let lines: [String]
            if sender == .client {
                let server = ServerBench()
                _ = server.read(.clientPreface)
                _ = server.written()
                lines = server.read(header) + server.turn()
            } else {
                let client = ClientBench()
                _ = client.read(ClientBench.serverPreface)
                _ = client.written()
                lines = client.read(header) + client.turn()
            }
            let rule = length >> 24 != 0 ? 201 : 112
            let wanted = length == 0 ? "ready" : length <= 4_096 ? "" : "GOAWAY 3 last 0 TRK-\(rule); closed"
            #expect(reaction(lines) == wanted, "\(length)")
        }
    }

    private func reactions(_ field: LengthField, _ value: UInt32) -> String {
        var rest = field.bytes(value)
        if field.sender == .client {
            let server = ServerBench.open(limits: LongSession.limits)
            if field.isInStream {
                _ = server.read(Bytes(buffer: rest.buffer.readSlice(length: LengthField.openingBytes) ?? ByteBuffer()))
                _ = server.accept(5, as: .bidirectional)
            }
            return reaction(server.read(rest) + server.turn())
        }
        let client = ClientBench.open(limits: LongSession.limits, firstStream: StreamID(rawValue: 5))
        _ = client.call("m")
        _ = client.written()
        return reaction(client.read(rest) + client.turn())
    }

    /// Bytes a server holds after the field, whose stream is accepted where it needs one.
    private func server(_ field: LengthField, _ value: UInt32, _ pool: BytePool) -> Int {
        var out = ByteBuffer()
        let limits = LongSession.limits
        var connection = ServerConnection(
            limits: limits, announcing: Settings(limits: limits), random: 1, pool: pool, now: self.now)
        connection.receive((Bytes.clientPreface + .hello()).buffer)
        _ = connection.next(now: self.now, into: &out)
        connection.receive(field.bytes(value).buffer)
        while let event = connection.next(now: self.now, into: &out) {
            guard case .call(let call) = event, field.isInStream else { continue }
            _ = connection.accept(call, as: .bidirectional, now: self.now, into: &out)
        }
        return connection.heldBytes
    }

    /// Bytes a client with one call holds after the field.
    private func client(_ field: LengthField, _ value: UInt32, _ pool: BytePool) -> Int {
        var out = ByteBuffer()
        let limits = LongSession.limits
        var connection = ClientConnection(
            limits: limits, announcing: Settings(limits: limits), random: 1, firstStream: StreamID(rawValue: 5),
            pool: pool, now: self.now, into: &out)
        connection.receive((ClientBench.serverPreface + .hello()).buffer)
        _ = connection.next(now: self.now, into: &out)
        guard
            case .pack(_, let position) = connection.beginRequest(path: "a.B/C", header: CallHeader(), into: &out)
        else { return .max }
        _ = connection.finishRequest(position, into: &out)
        connection.receive(field.bytes(value).buffer)
        while connection.next(now: self.now, into: &out) != nil {}
        return connection.heldBytes
    }
}
