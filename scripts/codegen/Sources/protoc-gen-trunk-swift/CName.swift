internal import SwiftProtobuf
internal import SwiftProtobufPluginLibrary

/// How protoc-c 1.4.1 spells the names of a schema.
enum CName {
    /// Words of C and C++ that get an underscore behind them.
    private static let keywords: Set<String> = [
        "and", "and_eq", "asm", "auto", "bitand", "bitor", "bool", "break", "case", "catch", "char", "class", "compl",
        "const", "const_cast", "continue", "default", "delete", "do", "double", "dynamic_cast", "else", "enum",
        "explicit", "extern", "false", "float", "for", "friend", "goto", "if", "inline", "int", "long", "mutable",
        "namespace", "new", "not", "not_eq", "operator", "or", "or_eq", "private", "protected", "public", "register",
        "reinterpret_cast", "return", "short", "signed", "sizeof", "static", "static_cast", "struct", "switch",
        "template", "this", "throw", "true", "try", "typedef", "typeid", "typename", "union", "unsigned", "using",
        "virtual", "void", "volatile", "wchar_t", "while", "xor", "xor_eq",
    ]

    /// `pin.v1.SignInRequest` becomes `Pin__V1__SignInRequest`.
    static func structure(_ message: Descriptor) -> String {
        message.fullName.split(separator: ".").map { SwiftName.upperCamel(String($0)) }.joined(separator: "__")
    }

    /// `pin.v1.SignInRequest` becomes `pin__v1__sign_in_request__descriptor`.
    static func descriptor(_ message: Descriptor) -> String {
        message.fullName.split(separator: ".").map { lower(String($0)) }.joined(separator: "__") + "__descriptor"
    }

    /// The function in `Descriptors.h` that answers a descriptor's address.
    static func descriptorFunction(_ message: Descriptor) -> String {
        message.fullName.split(separator: ".").joined(separator: "_") + "_descriptor"
    }

    /// The member of a field.
    static func member(_ field: FieldDescriptor) -> String {
        let name = field.name.lowercased()
        return keywords.contains(name) ? name + "_" : name
    }

    /// The member that says which field of a oneof is set.
    static func caseMember(_ oneof: OneofDescriptor) -> String { lower(oneof.name) + "_case" }

    /// The header protoc-c writes for a file.
    static func header(_ file: FileDescriptor) -> String { file.name.dropLast(".proto".count) + ".pb-c.h" }

    private static func lower(_ camel: String) -> String {
        var name = ""
        var wasUpper = true
        for letter in camel {
            if letter.isUppercase, !wasUpper { name += "_" }
            name += letter.lowercased()
            wasUpper = letter.isUppercase
        }
        return name
    }
}
