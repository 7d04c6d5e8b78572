internal import SwiftProtobuf
internal import SwiftProtobufPluginLibrary

/// Writes the methods of one service as constants.
enum MethodsWriter {
    static func write(_ service: ServiceDescriptor, to text: inout SourceText) {
        text.line("/// The methods of `\(service.fullName)`.")
        text.block("public enum \(service.name)Methods {") { text in
            for method in service.methods {
                let types = "\(SwiftName.type(method.inputType)), \(SwiftName.type(method.outputType))"
                text.comment(method)
                text.block("public static let \(SwiftName.function(method)) = Method<\(types)>(", ")") { text in
                    text.block("MethodDescriptor(", ")") { text in
                        text.line("path: \"\(service.fullName)/\(method.name)\", shape: .\(method.shape),")
                        text.line("idempotency: .\(method.idempotency), carriesSecret: \(method.carriesSecret)")
                    }
                }
            }
        }
    }
}
