@testable import TrunkWire

/// The checks of section 2 in the order of the document's own table; what each asks stands here, by its id.
struct HeaderOracle {
    var sender: Side
    var helloAwaited: Bool
    /// The highest stream a REQUEST has used.
    var highest: UInt32

    /// HELLO 01 of a side that announced none. A server buffers no more than a HELLO before it has read one (TRK-121).
    private var frameBytesMax: UInt32 { self.sender == .client && self.helloAwaited ? 4_096 : 65_536 }

    /// What comes of a header: nothing is wrong, it is skipped, or the connection ends.
    enum Outcome: Hashable {
        case passes
        case skipped(rule: Int)
        case goAway(rule: Int, reason: UInt16)
        /// The table has a rule that nothing here knows.
        case unknownRow(String)
    }

    struct Header {
        var length: UInt32
        var type: UInt8
        var flags: UInt8 = 0
        var stream: UInt32
    }

    /// The table's rows: the rule, and the reason of the GOAWAY if there is one.
    private static let rows: [(rule: Int, reason: UInt16?)] =
        ProtocolDocument.table("rule", "MUST hold", "else").rows.map { row in
            let words = row[2].split(whereSeparator: { "()".contains($0) }).map(String.init)
            let reason = words.count > 1 ? DocumentFrames.reasons[words[1]] : nil
            return (ProtocolDocument.rules(in: row[0]).first ?? 0, reason)
        }

    func outcome(of header: Header) -> Outcome {
        for (rule, reason) in Self.rows {
            guard let isBroken = self.isBroken(rule, header) else { return .unknownRow("TRK-\(rule)") }
            guard isBroken else { continue }
            return reason.map { .goAway(rule: rule, reason: $0) } ?? .skipped(rule: rule)
        }
        return .passes
    }

    private func isBroken(_ rule: Int, _ header: Header) -> Bool? {
        let kind = DocumentFrames.kind(header.type)
        switch rule {
        case 201: return header.length >> 24 != 0
        case 203: return kind == nil
        case 110: return self.helloAwaited && header.type != 0x01 && header.type != 0x0A
        case 111: return !self.helloAwaited && header.type == 0x01
        case 112: return header.type == 0x01 && header.length > 4_096
        case 202: return header.length > self.frameBytesMax
        case 213: return header.type >= 0x80
        case 204: return kind?.flags[self.sender] == nil
        case 205:
            let allowed = kind?.flags[self.sender] ?? 0
            return header.flags & DocumentFrames.definedFlags & ~allowed != 0
        case 207: return self.hasWrongLength(header)
        case 208: return (header.stream == 0) != [0x01, 0x08, 0x09, 0x0A].contains(header.type)
        case 209: return header.stream != 0 && (header.stream % 2 == 0 || header.stream > 0x7FFF_FFFF)
        case 210: return header.type == 0x02 && header.stream <= self.highest
        case 211: return (0x03...0x07).contains(header.type) && header.stream > self.highest
        default: return nil
        }
    }

    private func hasWrongLength(_ header: Header) -> Bool {
        switch header.type {
        case 0x08, 0x09: header.length != 8
        case 0x07: header.length != 4
        case 0x05: self.sender == .client && header.length != 0
        case 0x0A: header.length < 12
        default: false
        }
    }
}
