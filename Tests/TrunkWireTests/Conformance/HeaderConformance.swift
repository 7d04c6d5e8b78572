import NIOCore

@testable import TrunkWire

/// Headers of every kind against both machines, before and after HELLO; no payload follows (TRK-215).
enum HeaderConformance {
    static let report: ConformanceReport = {
        var report = ConformanceReport()
        for sender in [Side.client, .server] {
            for helloAwaited in [true, false] {
                let oracle = HeaderOracle(sender: sender, helloAwaited: helloAwaited, highest: helloAwaited ? 0 : 5)
                for header in Self.headers { Self.play(header, oracle, into: &report) }
            }
        }
        return report
    }()

    private static let lengths: [UInt32] = [
        0, 4, 8, 12, 4_096, 4_097, 65_536, 65_537, 0x00FF_FFFF, 0x0100_0000, 0x7FFF_FFFF, 0xFFFF_FFFF,
    ]
    private static let streams: [UInt32] = [0, 1, 2, 5, 7, 8, 0x7FFF_FFFF, 0x8000_0001, 0xFFFF_FFFF]

    private static let headers: [HeaderOracle.Header] = {
        // The borders of every length and stream, under no flag, the undefined one, and all defined ones.
        let known = (0x00...0x0B).map { UInt8($0) } + [0x7F, 0x80, 0xFF]
        var headers: [HeaderOracle.Header] = []
        for type in known {
            for length in Self.lengths {
                for stream in Self.streams {
                    for flags: UInt8 in [0x00, 0x80, 0x7F] {
                        headers.append(.init(length: length, type: type, flags: flags, stream: stream))
                    }
                }
            }
            // Every subset of the flags, on a frame that is well otherwise.
            let length: UInt32 = [0x07: 4, 0x08: 8, 0x09: 8, 0x0A: 12][type] ?? 0
            let stream: UInt32 = type == 0x02 ? 7 : (0x03...0x07).contains(type) ? 5 : 0
            for flags in UInt8.min...UInt8.max {
                headers.append(.init(length: length, type: type, flags: flags, stream: stream))
            }
        }
        for type in UInt8.min...UInt8.max { headers.append(.init(length: 0, type: type, stream: 0)) }
        return headers
    }()

    private static func play(
        _ header: HeaderOracle.Header, _ oracle: HeaderOracle, into report: inout ConformanceReport
    ) {
        let bytes = Bytes.header(length: header.length, type: header.type, flags: header.flags, stream: header.stream)
        let found = Self.written(after: bytes, from: oracle.sender, helloAwaited: oracle.helloAwaited)
        let name = "\(header) from \(oracle.sender), HELLO \(oracle.helloAwaited ? "awaited" : "read")"
        switch oracle.outcome(of: header) {
        case .passes:
            // What the frame means is not this table's; no rule of this table is broken.
            let isClean = ProtocolDocument.rules(in: found).isDisjoint(with: 200...215)
            report.expect(isClean ? "" : found, "", name)
        case .skipped(let rule): report.expect(found, "", rules: [rule], name)
        case .goAway(let rule, let reason):
            let last = oracle.sender == .client ? oracle.highest : 0
            report.expect(found, "GOAWAY \(reason) last \(last) TRK-\(rule); closed", rules: [rule, 215, 605], name)
        case .unknownRow(let row): report.fail("no check is known for the row \(row)")
        }
    }

    private static func written(after bytes: Bytes, from sender: Side, helloAwaited: Bool) -> String {
        let lines: [String]
        let closed: CloseReason?
        if sender == .client {
            let server = ServerBench()
            _ = server.read(helloAwaited ? .clientPreface : .clientPreface + .hello())
            if !helloAwaited {
                _ = server.read(.request(5, "m"))
            }
            _ = server.written()
            _ = server.read(bytes)
            closed = server.endOfTurn()
            lines = server.written()
        } else {
            let client = ClientBench(firstStream: StreamID(rawValue: 5))
            _ = client.read(helloAwaited ? ClientBench.serverPreface : ClientBench.serverPreface + .hello())
            if !helloAwaited { _ = client.call("m") }
            _ = client.written()
            _ = client.read(bytes)
            closed = client.endOfTurn()
            lines = client.written()
        }
        return reaction(lines + (closed == nil ? [] : ["closed"]))
    }
}
