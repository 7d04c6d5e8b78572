internal import SwiftProtobuf
internal import SwiftProtobufPluginLibrary

/// Writes the client's side: a protocol per service, and the struct that calls over any `Caller`.
struct ClientWriter {
    let parameters: Parameters

    init(_ parameters: Parameters) {
        self.parameters = parameters
    }

    func files(for protos: [FileDescriptor]) -> [OutputFile] {
        protos.flatMap(\.services).map(file)
    }

    private func file(for service: ServiceDescriptor) -> OutputFile {
        var text = SourceText(from: service.file.name)
        let messages = Schema.module(of: service.file, default: parameters.module)
        text.line()
        var imports = [messages: "public", "Trunk": "public"]
        if service.methods.contains(where: hasRequestID), imports["TrunkMessages"] == nil {
            imports["TrunkMessages"] = "internal"
        }
        for (module, access) in imports.sorted(by: { $0.key < $1.key }) { text.line("\(access) import \(module)") }
        text.line()
        requirements(service, to: &text)
        text.line()
        defaults(service, to: &text)
        text.line()
        client(service, to: &text)
        return OutputFile(name: "\(service.name)Client.swift", text: text.text)
    }

    private func requirements(_ service: ServiceDescriptor, to text: inout SourceText) {
        text.comment(service, fallback: "`\(service.fullName)`.")
        text.line("///")
        text.line("/// What `\(service.name)Client` does; conform to it to stand in for a server in tests.")
        text.block("public protocol \(service.name)ClientProtocol: Sendable {") { text in
            for method in service.methods {
                text.comment(method)
                text.function(SwiftName.function(method), MethodSignature(method).client(withOptions: true))
            }
        }
    }

    private func defaults(_ service: ServiceDescriptor, to text: inout SourceText) {
        text.line("/// The same calls with default options.")
        text.block("extension \(service.name)ClientProtocol {") { text in
            var isFirst = true
            for method in service.methods {
                if !isFirst { text.line() }
                isFirst = false
                let name = SwiftName.function(method)
                text.comment(method)
                let signature = MethodSignature(method)
                text.function(name, signature.client(withOptions: false), access: "public ", ending: " {")
                let arguments = signature.arguments(options: ".defaults").joined(separator: ", ")
                text.line("    try await self.\(name)(\(arguments))")
                text.line("}")
            }
        }
    }

    private func client(_ service: ServiceDescriptor, to text: inout SourceText) {
        text.comment(service, fallback: "`\(service.fullName)`.")
        text.block("public struct \(service.name)Client: \(service.name)ClientProtocol {") { text in
            text.line("private let caller: any Caller")
            text.line()
            text.line("/// A client that calls over a connection, or a router in this process.")
            text.block("public init(_ caller: any Caller) {") { text in text.line("self.caller = caller") }
            for method in service.methods {
                text.line()
                text.comment(method)
                if hasRequestID(method) {
                    text.line("///")
                    text.line("/// A `requestID` left empty is filled here, so that every retry repeats it.")
                }
                let signature = MethodSignature(method)
                text.function(
                    SwiftName.function(method), signature.client(withOptions: true), access: "public ", ending: " {")
                body(method, of: service, to: &text)
                text.line("}")
            }
        }
    }

    private func body(_ method: MethodDescriptor, of service: ServiceDescriptor, to text: inout SourceText) {
        let constant = "\(service.name)Methods.\(SwiftName.function(method))"
        if hasRequestID(method) {
            text.line("    var request = request")
            text.line("    if request.requestID.isEmpty { request.requestID = RequestID.new() }")
        }
        let signature = MethodSignature(method)
        let arguments = ([constant] + signature.arguments(options: "options")).joined(separator: ", ")
        text.line("    return try await caller.\(signature.route)(\(arguments))")
    }

    private func hasRequestID(_ method: MethodDescriptor) -> Bool {
        !method.clientStreaming
            && method.inputType.fields.contains { $0.name == "request_id" && $0.type == .bytes && !$0.isRepeated }
    }
}
