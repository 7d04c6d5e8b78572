internal import TelephonyMessages

/// Writes JSON as pieces of output.
package struct JSONWriter {
    private var text = ""
    private var pieces: [OutputPiece] = []
    private let isPretty: Bool

    /// One line, or with two spaces per level.
    package static func pieces(_ value: JSONValue, isPretty: Bool, level: Int = 0) -> [OutputPiece] {
        var writer = JSONWriter(isPretty: isPretty)
        writer.write(value, level)
        writer.flush()
        return writer.pieces
    }

    private init(isPretty: Bool) {
        self.isPretty = isPretty
    }

    private mutating func write(_ value: JSONValue, _ level: Int) {
        switch value {
        case .null: text += "null"
        case .bool(let flag): text += flag ? "true" : "false"
        case .number(let number): text += "\(number)"
        case .decimal(let number, let decimals):
            let fixed = DecimalText.fixed(number, decimals)
            text += fixed == "-" ? "null" : fixed
        case .text(let string): text += Self.quoted(string)
        case .secret(let secret): write(secret)
        case .array(let values):
            block("[", "]", values.count, level) { writer, index in writer.write(values[index], level + 1) }
        case .object(let members):
            block("{", "}", members.count, level) { writer, index in
                writer.text += Self.quoted(members[index].0) + (writer.isPretty ? ": " : ":")
                writer.write(members[index].1, level + 1)
            }
        }
    }

    /// Only ASCII digits and letters need no escape; a secret of other bytes is a defect of the peer and stays hidden.
    private mutating func write(_ secret: Secret) {
        let isPlain = secret.withUnsafeBytes { bytes in
            bytes.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }
        }
        guard isPlain else {
            text += Self.quoted("***")
            return
        }
        text += "\""
        flush()
        pieces.append(.secret(secret))
        text += "\""
    }

    private mutating func block(
        _ opening: String, _ closing: String, _ count: Int, _ level: Int, _ element: (inout JSONWriter, Int) -> Void
    ) {
        text += opening
        for index in 0..<count {
            if index > 0 { text += "," }
            newLine(level + 1)
            element(&self, index)
        }
        if count > 0 { newLine(level) }
        text += closing
    }

    private mutating func newLine(_ level: Int) {
        if isPretty { text += "\n" + String(repeating: "  ", count: level) }
    }

    private mutating func flush() {
        if !text.isEmpty { pieces.append(.text(text)) }
        text = ""
    }

    /// A JSON string: quotes, backslashes, control characters and direction overrides escaped, the rest as it is.
    package static func quoted(_ string: String) -> String {
        var quoted = "\""
        for scalar in string.unicodeScalars {
            switch scalar.value {
            case 0x22: quoted += "\\\""
            case 0x5C: quoted += "\\\\"
            case 0x0A: quoted += "\\n"
            case 0x0D: quoted += "\\r"
            case 0x09: quoted += "\\t"
            case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069:
                let hex = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - hex.utf8.count) + hex
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
