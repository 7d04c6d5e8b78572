internal import SwiftProtobuf
internal import SwiftProtobufPluginLibrary

/// Writes the server's side: a protocol and its routes per service, and one enum over all methods.
struct ServiceWriter {
    let parameters: Parameters

    init(_ parameters: Parameters) {
        self.parameters = parameters
    }

    private var methodEnum: String { parameters.methods + "Method" }

    func files(for protos: [FileDescriptor]) -> [OutputFile] {
        let services = protos.flatMap(\.services)
        return services.map(file) + [table(of: services)]
    }

    private func file(for service: ServiceDescriptor) -> OutputFile {
        var text = SourceText(from: service.file.name)
        let messages = Schema.module(of: service.file, default: parameters.module)
        text.line()
        text.line("package import \(messages < "Trunk" ? messages : "Trunk")")
        text.line("package import \(messages < "Trunk" ? "Trunk" : messages)")
        text.line()
        handler(service, to: &text)
        text.line()
        routes(service, to: &text)
        return OutputFile(name: "\(service.name).swift", text: text.text)
    }

    private func handler(_ service: ServiceDescriptor, to text: inout SourceText) {
        text.comment(service, fallback: "`\(service.fullName)`.")
        text.line("///")
        text.line("/// One requirement per method of `\(service.fullName)`.")
        text.block("package protocol \(service.name)Handler: Sendable {") { text in
            for method in service.methods {
                text.comment(method)
                text.function(SwiftName.function(method), MethodSignature(method).handler)
            }
        }
    }

    private func routes(_ service: ServiceDescriptor, to text: inout SourceText) {
        text.block("extension \(service.name)Handler {") { text in
            text.line("/// Adds every method of `\(service.fullName)` to a router.")
            let parameters = "in router: inout Router, terms: (\(methodEnum)) -> MethodTerms"
            text.block("package func register(\(parameters)) {") { text in
                for method in service.methods {
                    let name = SwiftName.function(method)
                    let route = ".\(MethodSignature(method).route)(\(service.name)Methods.\(name), self.\(name))"
                    text.call("router.add", [route, "terms: terms(.\(enumCase(method)))"])
                }
            }
        }
    }

    private func enumCase(_ method: MethodDescriptor) -> String {
        ReservedWords.enumCase(SwiftName.lowerFirst(SwiftName.stem(method.service)) + method.name)
    }

    private func table(of services: [ServiceDescriptor]) -> OutputFile {
        var text = SourceText(from: "all services")
        let modules = Set(services.map { Schema.module(of: $0.file, default: parameters.module) })
        text.line()
        for module in modules.union(["TrunkMessages"]).sorted() {
            text.line("\(module == "TrunkMessages" ? "package" : "internal") import \(module)")
        }
        text.line()
        text.line(
            "/// Every method served, so that a table of roles and deadlines is a switch without a default: a method")
        text.line("/// without a row fails the build.")
        let methods = services.flatMap(\.methods)
        text.block("package enum \(methodEnum): Sendable, Hashable, CaseIterable {") { text in
            for method in methods {
                text.line("/// `\(method.service.fullName)/\(method.name)`.")
                text.line("case \(enumCase(method))")
            }
            text.line()
            text.line("/// The method at `package.Service/Method`, or nil.")
            text.block("package init?(path: String) {") { text in
                text.line("switch path {")
                for method in methods {
                    text.line("case \"\(method.service.fullName)/\(method.name)\": self = .\(enumCase(method))")
                }
                text.line("default: return nil")
                text.line("}")
            }
            text.line()
            text.line("/// What the schema says of the method.")
            text.block("package var descriptor: MethodDescriptor {") { text in
                text.line("switch self {")
                for method in methods {
                    let constant = "\(method.service.name)Methods.\(SwiftName.function(method))"
                    text.line("case .\(enumCase(method)): \(constant).descriptor")
                }
                text.line("}")
            }
        }
        return OutputFile(name: "\(methodEnum).swift", text: text.text)
    }
}
