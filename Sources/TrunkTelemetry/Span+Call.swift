internal import Trunk
internal import TrunkMessages
internal import Tracing

/// What a span says of a call. Status and reason, never the text of an error, never anything of a message.
extension Span {
    /// The call's name, in the conventions of OpenTelemetry.
    func describe(_ method: MethodDescriptor) {
        let parts = method.path.split(separator: "/", maxSplits: 1)
        attributes["rpc.system"] = "trunk"
        attributes["rpc.service"] = parts.first.map(String.init) ?? ""
        attributes["rpc.method"] = parts.dropFirst().first.map(String.init) ?? ""
    }

    /// The call's outcome; nil is OK.
    func describe(outcome error: RPCError?) {
        attributes["rpc.trunk.status_code"] = Int(error?.code.rawValue ?? 0)
        guard let error else { return }
        attributes["error.type"] = error.code.description
        if !error.reason.isEmpty { attributes["rpc.trunk.reason"] = error.reason }
        setStatus(SpanStatus(code: .error))
    }
}
