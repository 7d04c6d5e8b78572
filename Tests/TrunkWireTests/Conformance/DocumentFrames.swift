@testable import TrunkWire

/// The frames, flags and reasons as the document's tables have them.
struct DocumentFrames: Sendable {
    /// One row of the table of frame types.
    struct Kind: Sendable {
        let types: ClosedRange<UInt8>
        let name: String
        /// The flags a sender may set, by side; a side that is missing does not send this type.
        let flags: [Side: UInt8]
    }

    static let kinds: [Kind] = ProtocolDocument.table("type", "name").rows.compactMap { row in
        let ends = row[0].split(whereSeparator: { $0 == "–" || $0 == "-" }).compactMap { UInt8($0, radix: 16) }
        guard let first = ends.first, let last = ends.last, row.count > 3 else { return nil }
        var flags: [Side: UInt8] = [:]
        for (side, word) in [(Side.client, "client"), (.server, "server")] where row[2] == "both" || row[2] == word {
            flags[side] = Self.flags(row[3], of: word)
        }
        return Kind(types: first...last, name: row[1], flags: flags)
    }

    /// The defined flags by name.
    static let flagBits: [String: UInt8] = ProtocolDocument.table("flag", "name").rows.reduce(into: [:]) { bits, row in
        if let bit = UInt8(row[0], radix: 16), row[1] != "–" { bits[row[1]] = bit }
    }

    static let definedFlags: UInt8 = Self.flagBits.values.reduce(0, |)

    /// Reasons of GOAWAY by name.
    static let reasons: [String: UInt16] = {
        let start = ProtocolDocument.file.first { $0.hasPrefix("Reasons (`code`):") } ?? ""
        let words = start.dropFirst("Reasons (`code`):".count).split(whereSeparator: { " ,.".contains($0) })
        return zip(words, words.dropFirst()).reduce(into: [:]) { reasons, pair in
            if let code = UInt16(pair.0) { reasons[String(pair.1)] = code }
        }
    }()

    static func kind(_ type: UInt8) -> Kind? { Self.kinds.first { $0.types.contains(type) } }

    static func type(_ name: String) -> UInt8 { Self.kinds.first { $0.name == name }?.types.lowerBound ?? 0 }

    private static func flags(_ cell: String, of side: String) -> UInt8 {
        var words = cell
        for part in cell.split(separator: ";") where part.contains(":") {
            let pair = part.split(separator: ":")
            if pair[0].contains(side), pair.count == 2 { words = String(pair[1]) }
        }
        if words == "any" { return 0xFF }
        return words.split(separator: " ").reduce(0) { $0 | (Self.flagBits[String($1)] ?? 0) }
    }
}
