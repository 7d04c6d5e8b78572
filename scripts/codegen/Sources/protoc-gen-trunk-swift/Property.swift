internal import SwiftProtobuf
internal import SwiftProtobufPluginLibrary

/// One property of a generated struct: a field, or a oneof.
struct Property {
    /// What it stands for.
    enum Origin {
        case field(FieldDescriptor)
        /// A oneof with one member: an optional field with presence (PC-9).
        case optional(FieldDescriptor, OneofDescriptor)
        case oneof(OneofDescriptor)
    }

    let origin: Origin

    /// The properties of a message in the order of its fields; a oneof stands where its first field does.
    static func all(of message: Descriptor) -> [Property] {
        var properties: [Property] = []
        for field in message.fields {
            guard let oneof = field.realContainingOneof else {
                properties.append(Property(origin: .field(field)))
                continue
            }
            if oneof.fields.count == 1 {
                properties.append(Property(origin: .optional(field, oneof)))
            } else if oneof.fields.first === field {
                properties.append(Property(origin: .oneof(oneof)))
            }
        }
        return properties
    }

    var name: String {
        switch origin {
        case .field(let field), .optional(let field, _): SwiftName.property(field)
        case .oneof(let oneof): SwiftName.property(oneof)
        }
    }

    var type: String {
        switch origin {
        case .field(let field): FieldShape(field).type
        case .optional(let field, _): FieldShape(field).element + "?"
        case .oneof(let oneof): SwiftName.type(oneof) + "?"
        }
    }

    var defaultValue: String {
        if case .field(let field) = origin { return FieldShape(field).defaultValue }
        return "nil"
    }

    func comment(in text: inout SourceText) {
        switch origin {
        case .field(let field), .optional(let field, _): text.comment(field)
        case .oneof(let oneof): text.comment(oneof, fallback: "Exactly one of these.")
        }
    }
}
