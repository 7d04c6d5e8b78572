internal import SwiftProtobufPluginLibrary

/// How a method of each shape is spelt at a server and at a client.
struct MethodSignature {
    /// The parameter list and what follows it, without the body's brace.
    struct Declaration {
        var parameters: [String]
        var tail: String
        var modifiers = ""
        var generics = ""
    }

    /// A closure that a client's caller hands over runs where the caller runs.
    private static let here = "nonisolated(nonsending)"

    private let method: MethodDescriptor
    private let request: String
    private let response: String

    init(_ method: MethodDescriptor) {
        self.method = method
        request = SwiftName.type(method.inputType)
        response = SwiftName.type(method.outputType)
    }

    /// The factory of `Route`, without the dot.
    var route: String {
        switch (method.clientStreaming, method.serverStreaming) {
        case (false, false): "unary"
        case (true, false): "clientStreaming"
        case (false, true): "serverStreaming"
        case (true, true): "bidirectional"
        }
    }

    /// The requirement of a handler.
    var handler: Declaration {
        var parameters = [
            method.clientStreaming ? "_ requests: MessageStream<\(request)>" : "_ request: \(request)"
        ]
        if method.serverStreaming { parameters.append("_ responses: MessageWriter<\(response)>") }
        parameters.append("_ context: CallContext")
        return Declaration(
            parameters: parameters, tail: "async throws(RPCError)\(method.serverStreaming ? "" : " -> \(response)")")
    }

    /// The requirement of a client; without `options` its shorter form.
    func client(withOptions: Bool) -> Declaration {
        let options = withOptions ? ["options: CallOptions"] : []
        switch (method.clientStreaming, method.serverStreaming) {
        case (false, let isStream):
            let result = isStream ? "MessageStream<\(response)>" : response
            return Declaration(
                parameters: ["_ request: \(request)"] + options, tail: "async throws(RPCError) -> \(result)")
        case (true, false):
            let body = "_ body: \(Self.here) (MessageWriter<\(request)>) async throws -> Void"
            return Declaration(
                parameters: options + [body], tail: "async throws -> \(response)", modifiers: Self.here + " ")
        case (true, true):
            let body = "_ body: \(Self.here) (CallStream<\(request), \(response)>) async throws -> BodyResult"
            return Declaration(
                parameters: options + [body], tail: "async throws -> BodyResult", modifiers: Self.here + " ",
                generics: "<BodyResult>")
        }
    }

    /// The arguments behind the method's constant in a call of `Caller`, and in the shorter form's call of the longer.
    func arguments(options: String) -> [String] {
        method.clientStreaming ? ["options: \(options)", "body"] : ["request", "options: \(options)"]
    }
}

extension SourceText {
    /// Writes the head of a function; ends with `ending`.
    mutating func function(
        _ name: String, _ declaration: MethodSignature.Declaration, access: String = "", ending: String = ""
    ) {
        line("\(access)\(declaration.modifiers)func \(name)\(declaration.generics)(")
        let list = declaration.parameters.joined(separator: ", ")
        let lines = fits("    \(list)") ? [list] : declaration.parameters
        for (index, content) in lines.enumerated() { line("    " + content + (index + 1 < lines.count ? "," : "")) }
        line(") \(declaration.tail)\(ending)")
    }
}
