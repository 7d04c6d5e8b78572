import NIOCore
import Testing

@testable import TrunkWire

/// One frame over and over: how many the document's arithmetic allows before the connection is closed.
struct Flood: Sendable, CustomTestStringConvertible {
    let name: String
    let sender: Side
    /// How often the frame may come; the next one closes.
    let allowed: Int
    /// Bytes the machine may write about all of them.
    let outputBytesMax: Int
    let serverStart: @Sendable (ServerBench) -> Void
    let clientStart: @Sendable (ClientBench) -> Void
    let frame: @Sendable (Int) -> Bytes

    var testDescription: String { "\(self.name) from \(self.sender)" }

    private static func client(
        _ name: String, _ allowed: Int, output: Int = 64,
        _ start: @escaping @Sendable (ServerBench) -> Void = { _ in }, _ frame: @escaping @Sendable (Int) -> Bytes
    ) -> Flood {
        Flood(
            name: name, sender: .client, allowed: allowed, outputBytesMax: output, serverStart: start,
            clientStart: { _ in }, frame: frame)
    }

    private static func server(
        _ name: String, _ allowed: Int, output: Int = 64,
        _ start: @escaping @Sendable (ClientBench) -> Void = { _ in }, _ frame: @escaping @Sendable (Int) -> Bytes
    ) -> Flood {
        Flood(
            name: name, sender: .server, allowed: allowed, outputBytesMax: output, serverStart: { _ in },
            clientStart: start, frame: frame)
    }

    private static let points = 1_000

    static let all: [Flood] = Self.fromClient + Self.fromServer

    private static let fromClient: [Flood] = [
        // The first is in time, the others cost 5.
        .client("PING", 1 + points / 5) { .ping(UInt64($0)) },
        .client("PONG", points) { _ in .pong(1) },
        .client("HELLO", 0) { _ in .hello() },
        // The first is a farewell; every other costs a point.
        .client("GOAWAY", 1 + points, { $0.running() }) { _ in .goAway(8, last: 0) },
        .client("unknown extensions", points) { _ in .frame(0x80) },
        .client("small CREDIT", points, { $0.streaming() }) { _ in .credit(5, 8_191) },
        // A point each, and one for the straggler: no call has ended, so nothing is allowed for.
        .client("RESET of skipped ids", points / 2, { _ = $0.read(.request(5, "m")) }) { _ in .reset(1) },
        .client("calls that are reset at once", points, output: points * 64) {
            .request(UInt32(7 + 2 * $0), "m") + .reset(UInt32(7 + 2 * $0))
        },
        // 256 + 64 bytes are allowed for, 64 for each.
        .client("END of an ended call", 5 + points, { $0.answered() }) { _ in .clientEnd(5) },
        .client("empty MESSAGE of an ended call", 5 + points, { $0.answered() }) { _ in .message(5, flags: 0, "") },
        .client("RESET of an ended call", 5 + (points - 5) / 2, { $0.answered() }) { _ in .reset(5) },
        // 64 of credit each; then the call ends for 10 points, and 5 more are allowed for.
        .client("empty MESSAGE of a stream", 1_024 + 1 + 5 + points - 10, output: 128, { $0.streaming() }) { _ in
            .message(5, flags: 0, "")
        },
        .client("malformed REQUEST", points / 10, output: 101 * 80) {
            .frame(0x02, flags: Flag.end, stream: UInt32(7 + 2 * $0))
        },
        .client("REQUEST without a slot", points / 2, output: 501 * 110, { $0.fill() }) {
            .request(UInt32(2_001 + 2 * $0), "m")
        },
        // One byte each of a message of 49,152; the first lies in REQUEST. Then the call ends for 10 points.
        .client(
            "fragments of one byte", (CallModel.lastHasNoMore ? 49_150 : 49_151) + 1 + 4 + points - 10, output: 128,
            { _ = $0.read(.request(5, total: 49_152, "x")) }
        ) { _ in .message(5, flags: Flag.more, "x") },
    ]

    private static let fromServer: [Flood] = [
        .server("PING", 1 + points / 5) { .ping(UInt64($0)) },
        .server("PONG", points) { _ in .pong(1) },
        .server("HELLO", 0) { _ in .hello() },
        .server("GOAWAY that lowers nothing", 1 + points, { _ = $0.call("m") }) { _ in .goAway(8, last: 0xFFFF_FFFF) },
        .server("unknown extensions", points) { _ in .frame(0xFF) },
        .server("small CREDIT", points, { _ = $0.open(.bidirectional) }) { _ in .credit(1, 8_191) },
        .server("END of an ended call", 5 + points, { $0.replied() }) { _ in .serverEnd(1, 0) }
            .costing(bytes: 8),
        .server("empty MESSAGE of an ended call", 5 + points, { $0.replied() }) { _ in .message(1, flags: 0, "") },
        .server("CREDIT of an ended call", 4 + points, { $0.replied() }) { _ in .credit(1, 65_536) },
        .server("empty MESSAGE of a stream", 1_024 + 1 + 5 + points - 10, output: 128, { _ = $0.open(.bidirectional) })
        {
            _ in .message(1, flags: 0, "")
        },
    ]

    /// The same, whose frames have so many bytes of payload: 320 bytes are allowed for at 64 and them each.
    private func costing(bytes: Int) -> Flood {
        Flood(
            name: self.name, sender: self.sender, allowed: 320 / (64 + bytes) + Self.points,
            outputBytesMax: self.outputBytesMax, serverStart: self.serverStart, clientStart: self.clientStart,
            frame: self.frame)
    }
}

extension ServerBench {
    /// A call 5 that has ended well.
    func answered() {
        self.running(5)
        _ = self.respond(5, "m")
    }

    /// All slots taken.
    func fill() {
        for call in 0..<256 { _ = self.read(.request(UInt32(2 * call + 1), "m")) }
    }
}

extension ClientBench {
    /// A call 1 that has ended well.
    func replied() {
        _ = self.call("m")
        _ = self.read(.response(1, "m"))
    }
}
