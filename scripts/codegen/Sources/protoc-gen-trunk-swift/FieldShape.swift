internal import SwiftProtobuf
internal import SwiftProtobufPluginLibrary

/// How one field is spelt in Swift, read from its C struct, and written to it.
struct FieldShape {
    let field: FieldDescriptor

    init(_ field: FieldDescriptor) {
        self.field = field
    }

    /// The type of one value.
    var element: String {
        switch field.type {
        case .double: "Double"
        case .float: "Float"
        case .int64, .sint64, .sfixed64: "Int64"
        case .uint64, .fixed64: "UInt64"
        case .int32, .sint32, .sfixed32: "Int32"
        case .uint32, .fixed32: "UInt32"
        case .bool: "Bool"
        case .string: "String"
        case .bytes: "[UInt8]"
        case .enum: SwiftName.type(field.enumType)
        case .message, .group: SwiftName.type(field.messageType)
        }
    }

    /// The type of the property.
    var type: String {
        if field.isRepeated { return "[\(element)]" }
        return field.type == .message ? element + "?" : element
    }

    /// The property's value in an empty message.
    var defaultValue: String {
        if field.isRepeated { return "[]" }
        switch field.type {
        case .bool: return "false"
        case .string: return "\"\""
        case .bytes: return "[]"
        case .enum: return field.enumType.values.first.map { "." + SwiftName.enumCase($0) } ?? ".init(rawValue: 0)"
        case .message, .group: return "nil"
        default: return "0"
        }
    }

    /// The C member.
    private var member: String { "c.pointee.\(ReservedWords.escaped(CName.member(field)))" }

    /// The C member that counts a repeated field.
    private var count: String { "c.pointee.n_\(CName.member(field))" }

    /// Whether reading or writing one value calls something that throws.
    var readThrows: Bool { field.type == .message }

    /// An expression that reads one value which is there; `try` is left to the caller.
    var memberExpression: String {
        field.type == .message ? "MessageReader.member(\(member), \"\(field.name)\")" : value(member)
    }

    /// The statement that reads the property.
    var readStatement: String {
        let property = "self.\(SwiftName.property(field))"
        if field.isRepeated { return "\(property) = \(repeatedExpression)" }
        if field.type == .message { return "\(property) = try MessageReader.message(\(member), \"\(field.name)\")" }
        return "\(property) = \(value(member))"
    }

    private var repeatedExpression: String {
        switch field.type {
        case .message: "try MessageReader.messages(\(member), \(count), \"\(field.name)\")"
        case .string: "MessageReader.strings(\(member), \(count))"
        case .bool, .bytes, .enum: "MessageReader.scalars(\(member), \(count)).map { \(value("$0")) }"
        default: "MessageReader.scalars(\(member), \(count))"
        }
    }

    private func value(_ source: String) -> String {
        switch field.type {
        case .bool: "\(source) != 0"
        case .string: "MessageReader.string(\(source))"
        case .bytes: "MessageReader.bytes(\(source).data, \(source).len)"
        case .enum: "\(element)(rawValue: .init(truncatingIfNeeded: \(source).rawValue))"
        default: source
        }
    }
}

extension FieldShape {
    /// The statements that write the property; nothing is written for a value that is the default anyway.
    var writeStatements: [String] {
        let property = "self.\(SwiftName.property(field))"
        if field.isRepeated { return Self.block("if !\(property).isEmpty {", repeatedStatements(property)) }
        switch field.type {
        case .string, .bytes:
            return Self.block("if !\(property).isEmpty {", valueStatements(property))
        case .message:
            return Self.block("if let value = \(property) {", valueStatements("value"))
        default:
            return valueStatements(property)
        }
    }

    /// A block on one line when it is one statement and fits, eight columns of indentation included.
    private static func block(_ opening: String, _ statements: [String]) -> [String] {
        let short = ([opening] + statements + ["}"]).joined(separator: " ")
        if statements.count == 1, short.count <= 112 { return [short] }
        return [opening] + statements.map { "    " + $0 } + ["}"]
    }

    /// The statements that write one value which is there.
    func valueStatements(_ source: String) -> [String] {
        switch field.type {
        case .bool: ["\(member) = \(source) ? 1 : 0"]
        case .string: ["\(member) = try arena.string(\(source), \"\(field.name)\")"]
        case .bytes:
            ["\(member).len = \(source).count", "\(member).data = try arena.bytes(\(source), \"\(field.name)\")"]
        case .enum: ["\(member) = \(enumeration(source))"]
        case .message, .group: ["\(member) = try arena.message(\(source), \"\(field.name)\")"]
        default: ["\(member) = \(source)"]
        }
    }

    private func repeatedStatements(_ property: String) -> [String] {
        let name = "\"\(field.name)\""
        switch field.type {
        case .message: return ["\(member) = try arena.messages(\(property), \(name))", "\(count) = \(property).count"]
        case .string: return ["\(member) = try arena.strings(\(property), \(name))", "\(count) = \(property).count"]
        case .bytes:
            return [
                "\(member) = try arena.room(\(property).count, \(name))",
                "for (index, value) in \(property).enumerated() {",
                "    \(member)[index].len = value.count",
                "    \(member)[index].data = try arena.bytes(value, \(name))",
                "}", "\(count) = \(property).count",
            ]
        case .bool, .enum:
            let mapped = field.type == .bool ? "$0 ? 1 : 0" : enumeration("$0")
            return [
                "\(member) = try arena.scalars(\(property).lazy.map { \(mapped) }, \(name))",
                "\(count) = \(property).count",
            ]
        default: return ["\(member) = try arena.scalars(\(property), \(name))", "\(count) = \(property).count"]
        }
    }

    private func enumeration(_ source: String) -> String {
        ".init(rawValue: .init(truncatingIfNeeded: \(source).rawValue))"
    }
}
