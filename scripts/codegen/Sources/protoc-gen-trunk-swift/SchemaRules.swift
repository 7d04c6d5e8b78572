internal import SwiftProtobuf
internal import SwiftProtobufPluginLibrary

/// What a schema may not use here, each refused with the way around it. protoc itself refuses `optional`, because the
/// plugin does not say that it could (PC-9: presence is a oneof with one member).
enum SchemaRules {
    static func check(_ file: FileDescriptor) throws {
        guard file.edition == .proto3 else { throw GenerationError("\(file.name): only proto3 is generated") }
        guard file.extensions.isEmpty else { throw GenerationError("\(file.name): extensions are not generated") }
        for message in file.allMessages { try check(message) }
    }

    private static func check(_ message: Descriptor) throws {
        if message.reaches(message) {
            throw GenerationError("\(message.fullName) contains itself; recursive types are not accepted (PC-6)")
        }
        for field in message.fields {
            let name = "\(message.fullName).\(field.name)"
            if field.isMap {
                throw GenerationError("\(name): maps are not generated; use a repeated message with key and value")
            }
            if field.type == .group { throw GenerationError("\(name): groups are not generated") }
            if Schema.isSecret(field), field.isRepeated {
                throw GenerationError("\(name): a repeated secret is not generated")
            }
        }
    }
}
