import Testing
import Trunk
import TrunkClient

@Suite("A client that closes, and one that must not try again", .timeLimit(.minutes(1)))
struct ClientClosingTests {
    @Test("closing ends a connect in flight")
    func connecting() async throws {
        try await withServer { _, endpoint in
            for _ in 0..<100 {
                let client = TrunkClient(endpoint, configuration: ClientConfiguration(token: Array("good".utf8)))
                let call = Task { await client.error(TestService.echo) }
                await Task.yield()
                await client.close()
                let error = await call.value
                #expect(error == nil || error?.code == .unavailable)
            }
        }
    }

    @Test("closing does not wait for the delay before the next connect that a GOAWAY asked for (TRK-705)")
    func delayed() async throws {
        let spread: UInt32 = 60_000
        let goAway = RawFrame(
            type: 0x0A, code: 8, payload: RawFrame.big(UInt32(0)) + RawFrame.big(UInt32(0)) + RawFrame.big(spread))
        try await withScriptedServer(Array(repeating: [goAway], count: 100)) { endpoint, script in
            for _ in 0..<20 {
                let client = TrunkClient(endpoint)
                let error = await client.error(TestService.echo, options: CallOptions(timeout: .milliseconds(20)))
                #expect(error != nil)
                await client.close()
            }
            #expect(script.connectionCount >= 20)
        }
    }

    @Test("a call refused for good is not sent again, executed or not")
    func noRetry() async throws {
        // NOT_EXECUTED and NO_RETRY with UNAVAILABLE.
        let refusal = RawFrame(type: 0x05, flags: 0x30, code: 14, stream: 1, payload: [0, 0, 0xFF, 0xFF, 0, 0, 0, 0])
        try await withScriptedServer([[refusal]]) { endpoint, script in
            await withTrunkClient(endpoint) { client in
                let options = CallOptions(timeout: .seconds(5))
                let error = await client.error(TestService.echo, options: options)
                #expect(error?.code == .unavailable)
                #expect(error?.notExecuted == true && error?.noRetry == true)
                #expect(script.connectionCount == 1)
            }
        }
    }
}
