internal import SwiftProtobuf
internal import SwiftProtobufPluginLibrary

/// The protoc plugin `protoc-gen-trunk-swift`.
struct Plugin: CodeGenerator {
    var supportedFeatures: [Google_Protobuf_Compiler_CodeGeneratorResponse.Feature] { [] }
    var version: String? { "1" }

    func generate(
        files: [FileDescriptor], parameter: any CodeGeneratorParameter,
        protoCompilerContext: any ProtoCompilerContext, generatorOutputs: any GeneratorOutputs
    ) throws {
        let parameters = try Parameters(parameter.parsedPairs)
        for file in files { try SchemaRules.check(file) }
        let outputs =
            switch parameters.kind {
            case .c: CModuleWriter(parameters).files(for: files)
            case .messages: try MessagesModule(parameters).files(for: files)
            case .service: ServiceWriter(parameters).files(for: files)
            case .client: ClientWriter(parameters).files(for: files)
            }
        try refuseEqualNames(outputs.map(\.name))
        for output in outputs { try generatorOutputs.add(fileName: output.name, contents: output.text) }
    }

    /// Swift wants every file of a module under a name of its own, whatever its folder.
    private func refuseEqualNames(_ paths: [String]) throws {
        var seen: Set<Substring> = []
        for path in paths where path.hasSuffix(".swift") {
            guard let name = path.split(separator: "/").last, seen.insert(name).inserted else {
                throw GenerationError("two files of one module would be called \(path); rename one .proto")
            }
        }
    }
}

/// One generated file.
struct OutputFile {
    let name: String
    let text: String
}
