import NIOCore

@testable import TrunkWire

/// Settings of HELLO around the borders of the document's own table, both directions.
enum HelloConformance {
    private struct Row {
        let id: UInt8
        /// Bytes of the value; nil = any.
        let width: Int?
        let floor: UInt64
    }

    private static let rows: [Row] = ProtocolDocument.table("id", "value", "setting").rows.compactMap { row in
        guard let id = UInt8(row[0], radix: 16), row.count > 3 else { return nil }
        let width = row[1] == "u32" ? 4 : row[1] == "u64" ? 8 : nil
        return Row(id: id, width: width, floor: UInt64(row[3].filter(\.isNumber)) ?? 0)
    }

    static let report: ConformanceReport = {
        var report = ConformanceReport()
        if Self.rows.count != 13 { report.fail("section 3 has \(Self.rows.count) settings") }
        for sender in [Side.client, .server] {
            for row in Self.rows { Self.play(row, sender, into: &report) }
            Self.playOthers(sender, into: &report)
        }
        return report
    }()

    private static func play(_ row: Row, _ sender: Side, into report: inout ConformanceReport) {
        let name = "HELLO \(row.id) from \(sender)"
        let good = Self.value(row.floor, row.width ?? 3)
        Self.expect(Bytes.tlv(row.id, good), nil, sender, name, into: &report)
        Self.expect(Bytes.tlv(row.id, good) + Bytes.tlv(row.id, good), 114, sender, "\(name) twice", into: &report)
        Self.expect([row.id, 0, 9, 1], 113, sender, "\(name) beyond the end", into: &report)
        guard let width = row.width else { return }
        for other in [0, width - 1, width + 1, 12 - width] {
            let bytes = Bytes.tlv(row.id, Array(repeating: 0xFF, count: other))
            Self.expect(bytes, 115, sender, "\(name) of \(other) bytes", into: &report)
        }
        let most = Array(repeating: UInt8.max, count: width)
        Self.expect(Bytes.tlv(row.id, most), nil, sender, "\(name) above its ceiling", rules: [117], into: &report)
        guard row.floor > 0 else { return }
        let isRead = !(row.id == 3 && sender == .client)
        for value in [0, row.floor - 1] {
            let bytes = Bytes.tlv(row.id, Self.value(value, width))
            Self.expect(bytes, isRead ? 116 : nil, sender, "\(name) at \(value)", into: &report)
        }
    }

    private static func playOthers(_ sender: Side, into report: inout ConformanceReport) {
        for id: UInt8 in [0x00, 0x0E, 0x7F, 0xE0, 0xEF, 0xFF] {
            let twice = Bytes.tlv(id, [1, 2]) + Bytes.tlv(id, [])
            Self.expect(twice, nil, sender, "an unknown id", rules: [118, 119], into: &report)
        }
        Self.expect([], nil, sender, "an empty HELLO", into: &report)
        Self.expect([1, 0], 113, sender, "half a TLV", into: &report)
        Self.expect(Bytes.tlv(0xE0, Array(repeating: 0, count: 4_093)), nil, sender, "4,096 bytes", into: &report)
    }

    private static func value(_ number: UInt64, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * (width - 1 - $0))) }
    }

    private static func expect(
        _ settings: [UInt8], _ rule: Int?, _ sender: Side, _ name: String, rules: Set<Int> = [],
        into report: inout ConformanceReport
    ) {
        let hello = Bytes.frame(0x01, ByteBuffer(bytes: settings))
        let lines: [String]
        if sender == .client {
            let server = ServerBench()
            _ = server.read(.clientPreface)
            _ = server.written()
            lines = server.read(hello) + server.written() + (server.endOfTurn() == nil ? [] : ["closed"])
        } else {
            let client = ClientBench()
            _ = client.read(ClientBench.serverPreface)
            _ = client.written()
            lines = client.read(hello) + client.written() + (client.endOfTurn() == nil ? [] : ["closed"])
        }
        let wanted = rule.map { "GOAWAY 1 last 0 TRK-\($0); closed" } ?? "ready"
        report.expect(reaction(lines), wanted, rules: rules.union(rule.map { [$0] } ?? []), name)
    }
}
