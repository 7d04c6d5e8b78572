import NIOCore

@testable import TrunkWire

/// The table "For the connection" of section 5: every cell, both directions.
enum ConnectionConformance {
    static let table = ProtocolDocument.table("frame", "before HELLO")

    static let report: ConformanceReport = {
        var report = ConformanceReport()
        for side in [Side.client, .server] {
            for row in Self.table.rows {
                for column in 1...3 where row.count > 3 { Self.play(row, column, from: side, into: &report) }
            }
        }
        if report.sequences < 24 { report.fail("the table for the connection was not found whole") }
        return report
    }()

    private static func frames(_ row: String) -> [(bytes: Bytes, type: UInt8)] {
        switch row {
        case "HELLO": [(.hello(), 1)]
        case "GOAWAY": [(.goAway(8, last: 0xFFFF_FFFF), 10), (.goAway(1, last: 0), 10)]
        case "PING, PONG": [(.ping(7), 8), (.pong(7), 9)]
        case "extension": [(.frame(0x80), 0x80), (.frame(0xFF, flags: 0x7F, code: 9, stream: 4), 0xFF)]
        default: []
        }
    }

    /// What a cell means for a frame.
    private static func wanted(_ cell: String, _ type: UInt8, _ side: Side) -> String? {
        switch cell {
        case "read": "ready"
        case "TRK-110": "GOAWAY 1 last 0 TRK-110; closed"
        case "TRK-111": "GOAWAY 1 last 0 TRK-111; closed"
        case "discarded": "closed before"
        case "the peer leaves: close": side == .client ? "closed" : "goAway; closed"
        case "section 8": [8: "PONG 7", 9: "a point"][type] ?? (side == .client ? "goAway; closed" : "goAway")
        case "skipped, 1 point": "a point"
        default: nil
        }
    }

    private static func play(
        _ row: [String], _ column: Int, from side: Side, into report: inout ConformanceReport
    ) {
        let cell = row[column]
        let rules = ProtocolDocument.rules(in: cell)
        for (bytes, type) in Self.frames(row[0]) {
            guard let wanted = Self.wanted(cell, type, side) else {
                report.fail("nothing is known for the cell \(row[0]) | \(cell)")
                continue
            }
            var found = Self.found(bytes, column, from: side)
            // A server's GOAWAY that is no SHUTDOWN, or names a last id, ends a connection without calls as well.
            if type == 10, column == 2, side == .server, found == "goAway; closed" { found = "goAway" }
            report.expect(found, wanted, rules: rules, "\(row[0]) from \(side): \(cell)")
        }
        if Self.frames(row[0]).isEmpty { report.fail("no frame is known for the row \(row[0])") }
    }

    private static func found(_ bytes: Bytes, _ column: Int, from side: Side) -> String {
        var limits = WireLimits()
        limits.abusePointsMax = 1
        let lines: [String]
        let costs: Bool
        if side == .client {
            let server = ServerBench(limits: limits)
            _ = server.read(column == 1 ? .clientPreface : .clientPreface + .hello())
            if column == 3 { _ = server.read(.frame(0x0B)) }
            var before = server.turn()
            before.removeAll { $0 != "closed" }
            lines = before.map { "\($0) before" } + server.read(bytes) + server.turn()
            _ = server.read(.pong(1))
            costs = server.turn().contains { $0.hasPrefix("GOAWAY 6") }
        } else {
            let client = ClientBench(limits: limits)
            _ = client.read(column == 1 ? ClientBench.serverPreface : ClientBench.serverPreface + .hello())
            if column == 3 { _ = client.read(.frame(0x0B)) }
            var before = client.turn()
            before.removeAll { $0 != "closed" }
            lines = before.map { "\($0) before" } + client.read(bytes) + client.turn()
            _ = client.read(.pong(1))
            costs = client.turn().contains { $0.hasPrefix("GOAWAY 6") }
        }
        let shown = lines.map { $0.hasPrefix("goAway") ? "goAway" : $0 }
        return reaction(shown + (costs ? ["a point"] : []))
    }
}
