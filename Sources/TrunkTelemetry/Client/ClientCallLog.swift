public import Logging
public import Trunk
public import TrunkMessages

/// One line per call of a client that ended. Holds figures and names, never anything of a message, and never an
/// error's text.
public struct ClientCallLog: ClientInterceptor, ClientCallWatching {
    private let logger: Logger

    /// Lines in this log: `debug` for calls that went well, `info` for those that did not. Behind `ClientTracing` in the
    /// list of interceptors a line has the id of its trace.
    public init(logger: Logger) {
        self.logger = logger
    }

    /// Logs a unary call.
    public func unary<Request: Message, Response: Message>(
        _ method: Method<Request, Response>, _ request: Request, options: CallOptions, next: any Caller
    ) async throws(RPCError) -> Response {
        try await watchUnary(method, request, options, next)
    }

    /// Logs a stream when it is over.
    public func open<Request: Message, Response: Message>(
        _ method: Method<Request, Response>, first: Request?, options: CallOptions, next: any Caller
    ) async throws(RPCError) -> CallStream<Request, Response> {
        try await watchOpen(method, first, options, next)
    }

    func callEnded(_ end: ClientCallEnd) {
        let level: Logger.Level = end.error == nil ? .debug : .info
        guard logger.logLevel <= level else { return }
        var metadata: Logger.Metadata = [
            "method": "\(end.method.path)", "code": "\(end.error?.code ?? .ok)",
            "duration_us": "\(end.duration.nanosecondsClamped / 1000)",
        ]
        if let error = end.error {
            if !error.reason.isEmpty { metadata["reason"] = "\(error.reason)" }
            if error.notExecuted { metadata["not_executed"] = "true" }
            if error.isLocal { metadata["local"] = "true" }
            if error.attempts > 1 { metadata["attempts"] = "\(error.attempts)" }
            if let elapsed = error.serverElapsed { metadata["server_us"] = "\(elapsed.nanosecondsClamped / 1000)" }
        }
        if let callID = end.callID { metadata["call_id"] = "\(callID)" }
        if let trace = end.traceContext { metadata["trace_id"] = "\(trace.traceID)" }
        logger.log(level: level, "call", metadata: metadata)
    }
}
