import MetricsTestKit
import Testing
import Trunk
import TrunkMessages
import TrunkTelemetry

@Suite("The server's figures")
struct ServerCallMetricsTests {
    private let registry = TestMetrics()

    @Test("calls and durations by method and code, bytes by method")
    func figures() throws {
        let metrics = ServerCallMetrics(factory: registry)
        for code in [StatusCode.ok, .ok, .notFound] { metrics.callEnded(Health.record(code)) }
        let method = ("method", "grpc.health.v1.Health/Check")
        let ok = [method, ("code", "OK")]
        #expect(registry.counterTotal(label: "trunk_server_calls", dimensions: ok) == 2)
        #expect(
            registry.counterTotal(label: "trunk_server_calls", dimensions: [method, ("code", "NOT_FOUND")]) == 1)
        #expect(try registry.expectTimer("trunk_server_call_duration", ok).values == [1_500_000, 1_500_000])
        #expect(registry.counterTotal(label: "trunk_server_request_bytes", dimensions: [method]) == 30)
        #expect(registry.counterTotal(label: "trunk_server_reply_bytes", dimensions: [method]) == 60)
    }

    @Test("whatever peers and handlers make up, there are no more labels than methods times 17 codes and one")
    func bounded() {
        let metrics = ServerCallMetrics(factory: registry)
        for code in UInt16(0)..<1000 { metrics.callEnded(Health.record(StatusCode(rawValue: code), method: nil)) }
        let counters = registry.counters(label: "trunk_server_calls")
        #expect(counters.count == 17)
        #expect(
            registry.counterTotal(
                label: "trunk_server_calls", dimensions: [("method", "unknown"), ("code", "UNKNOWN")]) == 1 + 983)
    }

    @Test("several observers are all told, in order")
    func several() {
        struct Noting: CallObserver {
            let says: AsyncStream<String>.Continuation
            let name: String
            func callEnded(_ record: CallRecord) { says.yield("\(name) \(record.code)") }
        }
        let (_, says) = AsyncStream.makeStream(of: String.self)
        let metrics = ServerCallMetrics(factory: registry)
        CallObservers([Noting(says: says, name: "a"), metrics, metrics]).callEnded(Health.record(.ok))
        #expect(registry.counterTotal(label: "trunk_server_calls") == 2)
    }
}
