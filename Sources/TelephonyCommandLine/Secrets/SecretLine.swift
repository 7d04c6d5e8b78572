package import TelephonyMessages

/// One line that holds a secret, taken byte by byte: from a terminal in raw mode, a pipe or a file.
package struct SecretLine: ~Copyable {
    /// What a byte did.
    package enum Step: Sendable, Hashable {
        /// More is to come.
        case more
        /// The line is complete.
        case done
        /// Control-C.
        case interrupted
        /// Control-D on an empty line.
        case closed
        /// More bytes than a secret may have.
        case tooLong
    }

    private var bytes = SecretBytes()
    private let isTerminal: Bool

    /// An empty line; at a terminal, control characters edit it.
    package init(isTerminal: Bool) {
        self.isTerminal = isTerminal
    }

    /// Takes a byte.
    package mutating func take(_ byte: UInt8) -> Step {
        switch byte {
        case UInt8(ascii: "\n"): return .done
        case UInt8(ascii: "\r") where isTerminal: return .done
        case 0x03 where isTerminal: return .interrupted
        case 0x04 where isTerminal: return bytes.count == 0 ? .closed : .done
        case 0x08 where isTerminal, 0x7F where isTerminal:
            bytes.removeLast()
            return .more
        case 0x15 where isTerminal:
            bytes.removeAll()
            return .more
        case 0..<0x20 where isTerminal: return .more
        default: return bytes.append(byte) ? .more : .tooLong
        }
    }

    /// The secret, without the carriage return of a CRLF; nil when the line is empty.
    package mutating func secret() -> Secret? {
        if !isTerminal { bytes.removeTrailingCarriageReturn() }
        return bytes.secret()
    }
}
