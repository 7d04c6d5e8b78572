import InMemoryLogging
import Logging
import Testing
import Trunk
import TrunkMessages
import TrunkTelemetry

@Suite("The server's line per call")
struct ServerCallLogTests {
    private let lines = InMemoryLogHandler()

    private func logger(_ level: Logger.Level = .info) -> Logger {
        var logger = Logger(label: "test") { _ in lines }
        logger.logLevel = level
        return logger
    }

    private func line(_ record: CallRecord) -> [String: String]? {
        ServerCallLog(logger: logger()).callEnded(record)
        return lines.entries.last?.metadata.mapValues { "\($0)" }
    }

    @Test("has the figures, and nothing that was not there")
    func plain() {
        #expect(
            line(Health.record(.ok)) == [
                "method": "grpc.health.v1.Health/Check", "code": "OK", "duration_us": "1500", "request_bytes": "10",
                "reply_bytes": "20", "peer": "192.0.2.1",
            ])
        #expect(lines.entries.map(\.level) == [.info])
    }

    @Test("has names, reason and trace when there are some")
    func full() {
        var record = Health.record(.unavailable, method: HealthMethods.watch.descriptor)
        record.reason = "DRAINING"
        record.notExecuted = true
        record.callID = "job-7"
        record.identity = "pbx"
        record.traceContext = TraceContext(traceIDHigh: 0xA, traceIDLow: 0xB, spanID: 1)
        let line = line(record)
        #expect(line?["reason"] == "DRAINING" && line?["not_executed"] == "true")
        #expect(line?["call_id"] == "job-7" && line?["identity"] == "pbx")
        #expect(line?["trace_id"] == "000000000000000a000000000000000b")
        #expect(line?["messages_in"] == "1" && line?["messages_out"] == "1")
    }

    @Test("says unknown for a path that is no method here: the peer's own text is not repeated")
    func unknownMethod() {
        #expect(line(Health.record(.unimplemented, method: nil))?["method"] == "unknown")
    }

    @Test("is a warning for a defect of the server, for nothing else")
    func levels() {
        let log = ServerCallLog(logger: logger())
        for code in 0...16 { log.callEnded(Health.record(StatusCode(rawValue: UInt16(code)))) }
        let warnings = lines.entries.filter { $0.level == .warning }.map { "\($0.metadata["code"] ?? "")" }
        #expect(warnings == ["UNKNOWN", "INTERNAL", "DATA_LOSS"])
        #expect(lines.entries.count == 17)
    }

    @Test("is not written when the level is off")
    func off() {
        ServerCallLog(logger: logger(.warning)).callEnded(Health.record(.ok))
        #expect(lines.entries.isEmpty)
    }
}
