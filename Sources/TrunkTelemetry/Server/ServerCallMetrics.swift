package import CoreMetrics
internal import Synchronization
package import Trunk

/// Calls, their durations and bytes, by method and code.
///
/// | metric | kind | labels |
/// |---|---|---|
/// | `trunk_server_calls` | counter | method, code |
/// | `trunk_server_call_duration` | timer, ns | method, code |
/// | `trunk_server_request_bytes` | counter, bytes on the wire | method |
/// | `trunk_server_reply_bytes` | counter, bytes on the wire | method |
///
/// There are as many as methods times 17 codes and no more: a path that the server does not have is `unknown`.
package final class ServerCallMetrics: CallObserver {
    private struct Key: Hashable {
        let method: String
        let code: UInt16
    }

    private struct Handles {
        let calls: Counter
        let duration: Timer
        let requestBytes: Counter
        let replyBytes: Counter
    }

    private let factory: any MetricsFactory
    private let handles = Mutex<[Key: Handles]>([:])

    /// Metrics of this factory.
    package init(factory: any MetricsFactory = MetricsSystem.factory) {
        self.factory = factory
    }

    /// Counts a call.
    package func callEnded(_ record: CallRecord) {
        let path = record.method?.path ?? CallLabel.unknownMethod
        let key = Key(method: path, code: min(record.code.rawValue, StatusCode.unauthenticated.rawValue + 1))
        let handles = self.handles.withLock { handles in
            if let known = handles[key] { return known }
            let made = make(path, CallLabel.code(record.code))
            handles[key] = made
            return made
        }
        handles.calls.increment()
        handles.duration.recordNanoseconds(record.durationNanoseconds)
        handles.requestBytes.increment(by: Int64(clamping: record.requestBytes))
        handles.replyBytes.increment(by: Int64(clamping: record.replyBytes))
    }

    private func make(_ path: String, _ code: String) -> Handles {
        let method = [("method", path)]
        let both = method + [("code", code)]
        return Handles(
            calls: Counter(label: "trunk_server_calls", dimensions: both, factory: factory),
            duration: Timer(label: "trunk_server_call_duration", dimensions: both, factory: factory),
            requestBytes: Counter(label: "trunk_server_request_bytes", dimensions: method, factory: factory),
            replyBytes: Counter(label: "trunk_server_reply_bytes", dimensions: method, factory: factory))
    }
}
