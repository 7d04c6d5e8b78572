internal import SwiftProtobuf
internal import SwiftProtobufPluginLibrary

/// Writes what a C module needs beside protoc-c's output.
struct CModuleWriter {
    let parameters: Parameters

    init(_ parameters: Parameters) {
        self.parameters = parameters
    }

    func files(for protos: [FileDescriptor]) -> [OutputFile] {
        [descriptors(protos), umbrella(protos), moduleMap()]
    }

    /// Addresses of C constants are taken in C: taking them in Swift could take the address of a copy.
    private func descriptors(_ protos: [FileDescriptor]) -> OutputFile {
        let name = "\(parameters.cModule)Descriptors.h"
        let macro = SwiftName.upperSnake(parameters.cModule) + "_DESCRIPTORS_H"
        var text = SourceText(from: "the schema of \(parameters.module)")
        text.line("#ifndef \(macro)")
        text.line("#define \(macro)")
        text.line()
        for proto in protos { text.line("#include \"\(CName.header(proto))\"") }
        text.line()
        text.line("#pragma clang assume_nonnull begin")
        for message in protos.flatMap(\.allMessages) {
            text.line()
            text.line("static inline const void *\(CName.descriptorFunction(message))(void)")
            text.block("{") { text in text.line("return &\(CName.descriptor(message));") }
        }
        text.line()
        text.line("#pragma clang assume_nonnull end")
        text.line()
        text.line("#endif")
        return OutputFile(name: name, text: text.text)
    }

    private func umbrella(_ protos: [FileDescriptor]) -> OutputFile {
        var text = SourceText(from: "the schema of \(parameters.module)")
        for proto in protos { text.line("#include \"\(CName.header(proto))\"") }
        text.line("#include \"\(parameters.cModule)Descriptors.h\"")
        return OutputFile(name: "\(parameters.cModule).h", text: text.text)
    }

    private func moduleMap() -> OutputFile {
        var text = SourceText(from: "the schema of \(parameters.module)")
        text.block("module \(parameters.cModule) {") { text in
            text.line("header \"\(parameters.cModule).h\"")
            text.line("export *")
        }
        return OutputFile(name: "module.modulemap", text: text.text)
    }
}
