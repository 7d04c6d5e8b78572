import NIOCore
import Testing
import Trunk
import TrunkMessages

@testable import TrunkClient

@Suite("Requests that carry a secret", .timeLimit(.minutes(1)))
struct WipingTests {
    private static let secret = Array("4711".utf8)

    /// Makes a call of these bytes, which the test still sees.
    private static func call(_ client: TrunkClient, _ bytes: ByteBuffer) async -> ClientCall.Outcome {
        let method = MethodDescriptor(
            path: "test.Service/Secret", shape: .unary, idempotency: .idempotent, carriesSecret: true)
        let options = CallOptions(retry: RetryPolicy(firstDelayMax: .zero, delayMax: .zero))
        let call = ClientCall(
            method: method, request: OutgoingMessage(bytes), options: options, timeout: .seconds(30))
        return await withCheckedContinuation { continuation in
            call.continuation = continuation
            client.core.post(.start(call))
        }
    }

    @Test("the encoded request is the same in every attempt, and zero when the call has ended (ZL-9)")
    func wiped() async throws {
        try await withScriptedServer { request, number, _ in
            [.send(number < 2 ? .end(request.stream, RawFrame.unavailable) : .reply(request.stream, "in"))]
        } _: { endpoint, script in
            try await withTrunkClient(endpoint) { (client) async throws in
                let bytes = ByteBuffer(bytes: Self.secret)
                let answer = try await Self.call(client, bytes).get()
                #expect(String(buffer: answer.bytes) == "in")
                #expect(script.requests.map(\.requestText) == ["4711", "4711", "4711"])
                #expect(Array(bytes.readableBytesView) == [0, 0, 0, 0])
            }
        }
    }

    @Test("it is zero also when the call was never sent")
    func unsent() async throws {
        let client = TrunkClient(.tcp(host: "127.0.0.1", port: try await freePort()))
        let bytes = ByteBuffer(bytes: Self.secret)
        let outcome = await Self.call(client, bytes)
        #expect(throws: RPCError.self) { try outcome.get() }
        #expect(Array(bytes.readableBytesView) == [0, 0, 0, 0])
        await client.close()
    }
}
