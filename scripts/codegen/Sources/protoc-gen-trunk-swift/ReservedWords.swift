/// Names of a schema that mean something else in Swift (PC-17).
enum ReservedWords {
    /// Words that backticks make into ordinary names.
    private static let keywords: Set<String> = [
        "as", "associatedtype", "break", "case", "catch", "class", "continue", "default", "defer", "deinit", "do",
        "else", "enum", "extension", "fallthrough", "false", "fileprivate", "for", "func", "guard", "if", "import",
        "in", "inout", "internal", "is", "let", "nil", "operator", "precedencegroup", "private", "protocol", "public",
        "repeat", "rethrows", "return", "static", "struct", "subscript", "super", "switch", "throw", "throws", "true",
        "try", "typealias", "var", "where", "while",
    ]

    /// Names that backticks do not help: they keep their meaning after a dot, or a message has them already.
    private static let taken: Set<String> = [
        "self", "Self", "init", "Type", "Protocol", "hash", "hashValue", "encode", "write",
    ]

    /// Types that generated code itself uses.
    private static let types: Set<String> = [
        "Any", "Array", "Bool", "Double", "Duration", "Error", "Float", "Hashable", "Int32", "Int64", "Message",
        "Method", "MethodDescriptor", "Optional", "Protocol", "Secret", "Self", "Sendable", "StaticString", "String",
        "Type", "UInt32", "UInt64", "UInt8",
    ]

    /// A property, function or parameter.
    static func member(_ name: String) -> String {
        if taken.contains(name) { return name + "_" }
        return escaped(name)
    }

    /// A case of an enum.
    static func enumCase(_ name: String) -> String {
        if taken.contains(name) || name == "unrecognized" || name == "rawValue" { return name + "_" }
        return escaped(name)
    }

    /// A type.
    static func typeName(_ name: String) -> String {
        types.contains(name) ? name + "Message" : name
    }

    /// A name that must be spelt as it is, such as a member of a C struct.
    static func escaped(_ name: String) -> String {
        keywords.contains(name) || taken.contains(name) ? "`\(name)`" : name
    }
}
