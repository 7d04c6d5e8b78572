internal import SwiftProtobuf
internal import SwiftProtobufPluginLibrary

/// Writes the Swift values of one .proto file.
struct ValueWriter {
    let parameters: Parameters

    init(_ parameters: Parameters) {
        self.parameters = parameters
    }

    /// The file of values, or nil when everything in the .proto is written by hand.
    func file(for proto: FileDescriptor) -> OutputFile? {
        let messages = proto.messages.filter { !$0.isHandWritten }
        guard !messages.isEmpty || !proto.enums.isEmpty || !proto.services.isEmpty else { return nil }
        var text = SourceText(from: proto.name)
        if parameters.module != "TrunkMessages", !messages.isEmpty || !proto.services.isEmpty {
            text.line()
            text.line("public import TrunkMessages")
        }
        for service in proto.services {
            text.line()
            MethodsWriter.write(service, to: &text)
        }
        for enumeration in proto.enums {
            text.line()
            EnumWriter.write(enumeration, to: &text)
        }
        for message in messages {
            text.line()
            write(message, to: &text)
        }
        return OutputFile(name: proto.name.dropLast(".proto".count) + ".swift", text: text.text)
    }

    private func write(_ message: Descriptor, to text: inout SourceText) {
        let conformances = message.carriesSecret ? "Message" : "Message, Hashable"
        text.comment(message, fallback: "`\(message.fullName)`.")
        text.block("public struct \(ReservedWords.typeName(message.name)): \(conformances) {") { text in
            text.line("/// `\(message.fullName)`.")
            text.line("public static let fullName = \"\(message.fullName)\"")
            text.line("/// \(secrecy(message))")
            text.line("public static let carriesSecret = \(message.carriesSecret)")
            text.line()
            let properties = Property.all(of: message)
            for property in properties {
                property.comment(in: &text)
                text.line("public var \(property.name): \(property.type) = \(property.defaultValue)")
            }
            if !properties.isEmpty { text.line() }
            initializers(properties, to: &text)
            nested(message, to: &text)
        }
    }

    private func secrecy(_ message: Descriptor) -> String {
        message.carriesSecret
            ? "Holds a secret: never compressed, never printed, wiped after use." : "Holds no secret."
    }

    private func initializers(_ properties: [Property], to text: inout SourceText) {
        text.line("/// An empty message.")
        text.line("public init() {}")
        guard !properties.isEmpty else { return }
        text.line()
        text.line("/// A message with these fields; those left out are empty.")
        let list = properties.map { "\($0.name): \($0.type) = \($0.defaultValue)" }
        text.declaration("public init", list, " {") { text in
            for property in properties { text.line("self.\(property.name) = \(property.name)") }
        }
    }

    private func nested(_ message: Descriptor, to text: inout SourceText) {
        for oneof in message.oneofs where oneof.fields.count > 1 {
            text.line()
            text.comment(oneof, fallback: "Exactly one of these.")
            let conformances = message.carriesSecret ? "Sendable" : "Sendable, Hashable"
            text.block("public enum \(SwiftName.type(oneof)): \(conformances) {") { text in
                for field in oneof.fields {
                    text.comment(field)
                    let name = ReservedWords.enumCase(SwiftName.lowerCamel(field.name))
                    text.line("case \(name)(\(FieldShape(field).element))")
                }
            }
        }
        for enumeration in message.enums {
            text.line()
            EnumWriter.write(enumeration, to: &text)
        }
        for inner in message.messages {
            text.line()
            write(inner, to: &text)
        }
    }
}
