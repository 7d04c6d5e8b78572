internal import SwiftProtobuf
internal import SwiftProtobufPluginLibrary

/// The bridges of the two types whose Swift side is not generated.
enum HandWrittenBridge {
    /// `google.protobuf.Duration` is Swift's `Duration`; values out of range are refused, or saturated when sent.
    static func duration(_ message: Descriptor, to text: inout SourceText) {
        text.block("extension Duration: BridgedMessage {") { text in
            names(message, to: &text)
            text.line()
            BridgeWriter.reader(of: message, to: &text) { text in
                text.line(
                    "guard let value = Duration(protobufSeconds: c.pointee.seconds, nanoseconds: c.pointee.nanos)")
                text.line("else { throw DecodeError(messageName: Duration.fullName, rule: .valueRange) }")
                text.line("self = value")
            }
            text.line()
            BridgeWriter.writer(of: message, to: &text) { text in
                text.line("(c.pointee.seconds, c.pointee.nanos) = protobufParts")
            }
        }
    }

    /// The secret type: bytes go straight between C struct and class, no array in between.
    static func secret(_ message: Descriptor, to text: inout SourceText) {
        text.block("extension Secret: BridgedMessage {") { text in
            names(message, to: &text)
            text.line()
            BridgeWriter.reader(of: message, modifiers: "package convenience", to: &text) { text in
                text.line("let bytes = UnsafeRawBufferPointer(start: c.pointee.value.data, count: c.pointee.value.len)")
                text.block("guard bytes.count <= Secret.byteCountMax else {") { text in
                    text.line("throw DecodeError(messageName: Secret.fullName, path: \"value\", rule: .valueRange)")
                }
                text.line("self.init(prefixOf: bytes)")
            }
            text.line()
            BridgeWriter.writer(of: message, to: &text) { text in
                text.line("c.pointee.value.len = count")
                text.block("c.pointee.value.data = try withUnsafeBytes { (bytes) throws(EncodeError) in") { text in
                    text.line("try arena.bytes(bytes, \"value\")")
                }
            }
        }
    }

    private static func names(_ message: Descriptor, to text: inout SourceText) {
        text.line("/// `\(message.fullName)`.")
        text.line("package static var fullName: String { \"\(message.fullName)\" }")
        text.line("/// \(message.carriesSecret ? "It is one." : "Holds no secret.")")
        text.line("package static var carriesSecret: Bool { \(message.carriesSecret) }")
        BridgeWriter.descriptor(of: message, to: &text)
    }
}
