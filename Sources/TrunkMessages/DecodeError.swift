/// Why the bytes of a message were refused (PC-2). Holds names and numbers of the schema, never the bytes.
public struct DecodeError: Error, Sendable, Hashable {
    /// Full name of the innermost message that was being read, for example `pin.v1.SignInRequest`.
    public let messageName: String
    /// Dotted path from the outermost message to the field, for example `entries[3].owner.name`; empty when no field
    /// is to blame. An unknown field is written as its number.
    public let path: String
    /// Where the offending tag, length or character begins; nil for rules about a value, which are judged later.
    public let offset: Int?
    /// The rule that was broken.
    public let rule: DecodeRule

    /// An error as the pre-scan, or the reading of a value, finds it.
    package init(messageName: String, path: String = "", offset: Int? = nil, rule: DecodeRule) {
        self.messageName = messageName
        self.path = path
        self.offset = offset
        self.rule = rule
    }

    /// The same error seen from one message further out.
    package func inside(_ field: StaticString, at index: Int? = nil) -> DecodeError {
        DecodeError(
            messageName: messageName, path: FieldPath.join(field, at: index, path), offset: offset, rule: rule)
    }
}

extension DecodeError: CustomStringConvertible {
    /// One line: message, path, offset and rule.
    public var description: String {
        var text = messageName
        if !path.isEmpty { text += ", field \(path)" }
        if let offset { text += ", byte \(offset)" }
        return text + ": \(rule)"
    }
}
