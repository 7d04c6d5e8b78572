internal import SwiftProtobuf
internal import SwiftProtobufPluginLibrary

/// Writes one enum of the schema. Numbers that the schema does not name survive as `.unrecognized` (PC-7).
enum EnumWriter {
    static func write(_ enumeration: EnumDescriptor, to text: inout SourceText) {
        var numbers: Set<Int32> = []
        let values = enumeration.values.filter { numbers.insert($0.number).inserted }
        text.comment(enumeration, fallback: "`\(enumeration.fullName)`.")
        text.block("public enum \(ReservedWords.typeName(enumeration.name)): Sendable, Hashable {") { text in
            for value in values {
                text.comment(value)
                text.line("case \(SwiftName.enumCase(value))")
            }
            text.line("/// A number that this version of the schema does not name.")
            text.line("case unrecognized(Int32)")
            text.line()
            text.line("/// The value with this number.")
            text.block("public init(rawValue: Int32) {") { text in
                text.line("switch rawValue {")
                for value in values { text.line("case \(value.number): self = .\(SwiftName.enumCase(value))") }
                text.line("default: self = .unrecognized(rawValue)")
                text.line("}")
            }
            text.line()
            text.line("/// The number on the wire.")
            text.block("public var rawValue: Int32 {") { text in
                text.line("switch self {")
                for value in values { text.line("case .\(SwiftName.enumCase(value)): \(value.number)") }
                text.line("case .unrecognized(let number): number")
                text.line("}")
            }
        }
    }
}
