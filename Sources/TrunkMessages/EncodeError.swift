/// Why a message could not be encoded. Names the field, never its value.
public struct EncodeError: Error, Sendable, Hashable {
    /// What stood in the way.
    public enum Rule: String, Sendable, Hashable {
        /// A string holds U+0000, which a receiver would cut off (PC-16).
        case nul
        /// The encoded message would be longer than the limit of 4 MiB.
        case messageLength = "message length"
        /// The arena could not take the message, or is in use.
        case memory
    }

    /// Full name of the outermost message.
    public let messageName: String
    /// Dotted path to the field; empty when no field is to blame.
    public let path: String
    /// What stood in the way.
    public let rule: Rule

    /// An error at a field, or of the message as a whole.
    package init(messageName: String = "", path: String = "", rule: Rule) {
        self.messageName = messageName
        self.path = path
        self.rule = rule
    }

    /// The same error seen from one message further out.
    package func inside(_ field: StaticString, at index: Int? = nil) -> EncodeError {
        EncodeError(messageName: messageName, path: FieldPath.join(field, at: index, path), rule: rule)
    }

    /// The same error with the name of the outermost message.
    func of(_ messageName: String) -> EncodeError {
        EncodeError(messageName: messageName, path: path, rule: rule)
    }
}

extension EncodeError: CustomStringConvertible {
    /// One line: message, path and rule.
    public var description: String {
        path.isEmpty ? "\(messageName): \(rule.rawValue)" : "\(messageName), field \(path): \(rule.rawValue)"
    }
}
