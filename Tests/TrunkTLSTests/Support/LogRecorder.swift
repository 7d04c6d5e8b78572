import Logging
import Synchronization

/// A logger whose lines a test can read.
final class LogRecorder: Sendable {
    private let recorded = Mutex<[String]>([])

    /// `message reason=…`, in the order they came.
    var lines: [String] { recorded.withLock { $0 } }

    /// Why peers were refused.
    var refusals: [String] {
        lines.filter { $0.hasPrefix("TLS refused") }.compactMap { $0.split(separator: "reason=").last.map(String.init) }
    }

    var logger: Logger { Logger(label: "test") { _ in Handler(recorder: self) } }

    private struct Handler: LogHandler {
        let recorder: LogRecorder
        var metadata = Logger.Metadata()
        var logLevel = Logger.Level.debug

        init(recorder: LogRecorder) { self.recorder = recorder }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let fields = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
            recorder.recorded.withLock { $0.append("\(event.message)\(fields)") }
        }
    }
}
