internal import Glibc
package import TelephonyMessages

/// Reads secrets line by line from a file descriptor, one byte at a time: nothing is buffered that nobody wipes, and
/// bytes behind the line stay for the next reader.
package struct SecretReader: Sendable {
    private let descriptor: Int32
    private let isTerminal: Bool
    private let name: String

    /// A reader; `name` says in errors what is read.
    package init(descriptor: Int32, isTerminal: Bool, name: String) {
        self.descriptor = descriptor
        self.isTerminal = isTerminal
        self.name = name
    }

    /// The next line.
    ///
    /// - Throws: `Problem`: badData when the line is empty, missing or too long, interrupted after Control-C.
    package func next(_ question: String) throws(Problem) -> Secret {
        var line = SecretLine(isTerminal: isTerminal)
        var byte: UInt8 = 0
        defer { explicit_bzero(&byte, 1) }
        var isAnyRead = false
        reading: while true {
            let count = read(descriptor, &byte, 1)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw Problem(.internalError, "INPUT_UNREADABLE", "\(name) cannot be read (errno \(errno))")
            }
            if count == 0 { break reading }
            isAnyRead = true
            switch line.take(byte) {
            case .more: continue
            case .done: break reading
            case .closed: throw Self.missing(question, name)
            case .interrupted: throw Problem(.interrupted, "INTERRUPTED", "nothing was done")
            case .tooLong:
                throw Problem(
                    .badData, "SECRET_TOO_LONG", "\(question): more than \(Secret.byteCountMax) bytes in \(name)")
            }
        }
        guard isAnyRead else { throw Self.missing(question, name) }
        guard let secret = line.secret() else {
            throw Problem(.badData, "SECRET_EMPTY", "\(question): the line in \(name) is empty")
        }
        return secret
    }

    private static func missing(_ question: String, _ name: String) -> Problem {
        Problem(
            .badData, "SECRET_MISSING", "\(question): nothing left to read in \(name)",
            help: "give one secret per line, in the order in which the command asks for them")
    }
}
