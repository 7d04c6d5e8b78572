internal import SwiftProtobuf
internal import SwiftProtobufPluginLibrary

/// Writes `MessageBridge.swift`: the one file of a module that imports its C module.
struct BridgeWriter {
    let parameters: Parameters

    init(_ parameters: Parameters) {
        self.parameters = parameters
    }

    func file(for messages: [Descriptor]) -> OutputFile {
        var text = SourceText(from: "the schema of \(parameters.module)")
        text.line(
            "// Between C structs and Swift values; what each member does is said at `Message` and `BridgedMessage`.")
        text.line()
        text.line("internal import \(parameters.cModule)")
        text.line("public import NIOCore")
        if parameters.module != "TrunkMessages" { text.line("public import TrunkMessages") }
        text.line()
        text.line("/// Every message of this module, to be checked once at start (PC-6, PC-14).")
        text.block("package enum \(parameters.module)Types {") { text in
            text.line("/// In the order of the schema.")
            text.block("package static let all: [any BridgedMessage.Type] = [", "]") { text in
                for message in messages { text.line("\(SwiftName.type(message)).self,") }
            }
        }
        for message in messages {
            text.line()
            switch message.fullName {
            case Schema.durationName: HandWrittenBridge.duration(message, to: &text)
            case Schema.secretName: HandWrittenBridge.secret(message, to: &text)
            default: write(message, to: &text)
            }
        }
        return OutputFile(name: "MessageBridge.swift", text: text.text)
    }

    private func write(_ message: Descriptor, to text: inout SourceText) {
        text.block("extension \(SwiftName.type(message)): BridgedMessage {") { text in
            text.block("public init(decoding bytes: UnsafeRawBufferPointer) throws(DecodeError) {") { text in
                text.line("self = try MessageCodec.decode(bytes)")
            }
            text.line()
            text.block("public func encode(into buffer: inout ByteBuffer) throws(EncodeError) {") { text in
                text.line("try MessageCodec.encode(self, into: &buffer)")
            }
            text.line()
            Self.descriptor(of: message, to: &text)
            let properties = Property.all(of: message)
            text.line()
            Self.reader(of: message, to: &text) { text in
                text.line("self.init()")
                for property in properties { read(property, to: &text) }
            }
            text.line()
            Self.writer(of: message, to: &text) { text in
                for property in properties { write(property, to: &text) }
            }
        }
    }

    static func descriptor(of message: Descriptor, to text: inout SourceText) {
        text.line("package static var descriptor: UnsafeRawPointer { \(CName.descriptorFunction(message))() }")
    }

    static func reader(
        of message: Descriptor, modifiers: String = "package", to text: inout SourceText,
        _ body: (inout SourceText) -> Void
    ) {
        text.block("\(modifiers) init(reading source: UnsafeRawPointer) throws(DecodeError) {") { text in
            if !message.fields.isEmpty {
                text.line("let c = source.assumingMemoryBound(to: \(CName.structure(message)).self)")
            }
            body(&text)
        }
    }

    static func writer(of message: Descriptor, to text: inout SourceText, _ body: (inout SourceText) -> Void) {
        let signature = "write(to target: UnsafeMutableRawPointer, _ arena: EncodeArena) throws(EncodeError)"
        text.block("package func \(signature) {") { text in
            if !message.fields.isEmpty {
                text.line("let c = target.assumingMemoryBound(to: \(CName.structure(message)).self)")
            }
            body(&text)
        }
    }
}

extension BridgeWriter {
    private func read(_ property: Property, to text: inout SourceText) {
        switch property.origin {
        case .field(let field):
            text.line(FieldShape(field).readStatement)
        case .optional(let field, let oneof):
            let shape = FieldShape(field)
            text.block("if c.pointee.\(CName.caseMember(oneof)).rawValue == \(field.number) {") { text in
                text.line("self.\(property.name) = \(shape.readThrows ? "try " : "")\(shape.memberExpression)")
            }
        case .oneof(let oneof):
            text.line("switch c.pointee.\(CName.caseMember(oneof)).rawValue {")
            for field in oneof.fields {
                let shape = FieldShape(field)
                let name = ReservedWords.enumCase(SwiftName.lowerCamel(field.name))
                let value = "\(shape.readThrows ? "try " : "")\(shape.memberExpression)"
                text.line("case \(field.number): self.\(property.name) = .\(name)(\(value))")
            }
            text.line("default: break")
            text.line("}")
        }
    }

    private func write(_ property: Property, to text: inout SourceText) {
        switch property.origin {
        case .field(let field):
            for statement in FieldShape(field).writeStatements { text.line(statement) }
        case .optional(let field, let oneof):
            text.block("if let value = self.\(property.name) {") { text in
                member(field, of: oneof, to: &text)
            }
        case .oneof(let oneof):
            text.line("switch self.\(property.name) {")
            for field in oneof.fields {
                let name = ReservedWords.enumCase(SwiftName.lowerCamel(field.name))
                text.line("case .\(name)(let value):")
                var inner = SourceText(from: "")
                member(field, of: oneof, to: &inner)
                for line in inner.text.split(separator: "\n").dropFirst() { text.line("    " + line) }
            }
            text.line("case nil: break")
            text.line("}")
        }
    }

    private func member(_ field: FieldDescriptor, of oneof: OneofDescriptor, to text: inout SourceText) {
        text.line("c.pointee.\(CName.caseMember(oneof)) = .init(rawValue: \(field.number))")
        for statement in FieldShape(field).valueStatements("value") { text.line(statement) }
    }
}
