package import Logging
package import Trunk

/// One line per call that ended, refused ones included. Holds figures and names, never anything of a message, and
/// never an error's text.
package struct ServerCallLog: CallObserver {
    private let logger: Logger

    /// Lines in this log: defects of the server as warnings, everything else as `info`. A level that is off costs a
    /// comparison per call.
    package init(logger: Logger) {
        self.logger = logger
    }

    /// Writes the call's line.
    package func callEnded(_ record: CallRecord) {
        let level: Logger.Level = record.code.isDefect ? .warning : .info
        guard logger.logLevel <= level else { return }
        logger.log(level: level, "call", metadata: Self.metadata(of: record))
    }

    private static func metadata(of record: CallRecord) -> Logger.Metadata {
        var metadata: Logger.Metadata = [
            "method": "\(record.method?.path ?? CallLabel.unknownMethod)", "code": "\(record.code)",
            "duration_us": "\(record.durationNanoseconds / 1000)", "request_bytes": "\(record.requestBytes)",
            "reply_bytes": "\(record.replyBytes)", "peer": "\(record.peer)",
        ]
        if let method = record.method, method.shape != .unary {
            metadata["messages_in"] = "\(record.messagesIn)"
            metadata["messages_out"] = "\(record.messagesOut)"
        }
        if !record.reason.isEmpty { metadata["reason"] = "\(record.reason)" }
        if record.notExecuted { metadata["not_executed"] = "true" }
        if !record.callID.isEmpty { metadata["call_id"] = "\(record.callID)" }
        if let identity = record.identity { metadata["identity"] = "\(identity)" }
        if let trace = record.traceContext { metadata["trace_id"] = "\(trace.traceID)" }
        return metadata
    }
}
