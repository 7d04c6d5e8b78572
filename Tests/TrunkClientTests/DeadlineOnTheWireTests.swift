import Testing
import Trunk
import TrunkClient

@Suite("Deadlines on the wire", .timeLimit(.minutes(1)))
struct DeadlineOnTheWireTests {
    @Test("what a REQUEST says is the time that is left when it is written, less for every attempt (TRK-501)")
    func timeLeft() async throws {
        try await withScriptedServer { request, number, _ in
            [.send(number < 2 ? .end(request.stream, RawFrame.unavailable) : .reply(request.stream, "third"))]
        } _: { endpoint, script in
            try await withTrunkClient(endpoint) { (client) async throws in
                let retry = RetryPolicy(firstDelayMax: .milliseconds(1), delayMax: .milliseconds(2))
                let options = CallOptions(timeout: .seconds(30), retry: retry)
                _ = try await client.call(TestMethod.find, "who", options: options)
            }
            let micros = script.requests.map(\.timeoutMicros)
            #expect(micros.count == 3)
            #expect(micros.allSatisfy { $0 > 0 && $0 <= 30_000_000 })
            #expect(micros == micros.sorted(by: >) && Set(micros).count == 3)
        }
    }
}

extension RawFrame {
    /// A REQUEST's time left, µs.
    fileprivate var timeoutMicros: UInt64 {
        payload.dropFirst(8).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
