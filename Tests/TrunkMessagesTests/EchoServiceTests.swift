import EchoMessages
import EchoService
import Testing
import Trunk
import TrunkMessages

@Suite("Generated service and client, with no telephony in sight")
struct EchoServiceTests {
    private final class Tester: Identity {
        let name = "tester"
    }

    private func client() -> EchoServiceClient {
        var router = Router()
        EchoServer().register(in: &router) { _ in
            MethodTerms(defaultTimeout: .seconds(60), maximumTimeout: .seconds(60))
        }
        return EchoServiceClient(InProcessCaller(router, identity: Tester()))
    }

    @Test("a call goes through bytes and comes back")
    func echo() async throws {
        let answer = try await client().echo(EchoRequest(everything: Sample.extremes))
        #expect(answer.everything == Sample.extremes)
    }

    @Test("a method called Do is called like any other (PC-17)")
    func reservedWord() async throws {
        #expect(try await client().do(DoRequest(what: "it"), options: .defaults).done == "it")
    }

    @Test("an empty request id is filled, one that is given is kept")
    func requestID() async throws {
        let filled = try await client().echo(EchoRequest()).requestID
        #expect(filled.count == 16)
        #expect(try await client().echo(EchoRequest()).requestID != filled)
        #expect(try await client().echo(EchoRequest(requestID: [1, 2])).requestID == [1, 2])
    }

    @Test("an error arrives as it was thrown")
    func failure() async throws {
        let error = await #expect(throws: RPCError.self) {
            try await client().fail(FailRequest(code: UInt32(StatusCode.aborted.rawValue), text: "stale"))
        }
        #expect(error?.code == .aborted)
        #expect(error?.text == "stale")
    }

    @Test("a stream of answers is a loop")
    func serverStreaming() async throws {
        var indices: [UInt32] = []
        for try await answer in try await client().repeat(RepeatRequest(payload: [7], count: 3)) {
            #expect(answer.payload == [7])
            indices.append(answer.index)
        }
        #expect(indices == [0, 1, 2])
    }

    @Test("a stream of requests is a closure that writes")
    func clientStreaming() async throws {
        let figures = try await client().collect { requests in
            for size in 1...3 {
                try await requests.write(CollectRequest(payload: [UInt8](repeating: 0, count: size)))
            }
        }
        #expect(figures.count == 3 && figures.bytes == 6)
        let early = try await client().collect { requests in
            try await requests.write(CollectRequest(isLast: true))
        }
        #expect(early.count == 1)
    }

    @Test("a conversation is a closure that writes and reads")
    func bidirectional() async throws {
        let last = try await client().chat { call in
            try await call.requests.write(ChatRequest(payload: [1]))
            try await call.requests.write(ChatRequest(payload: [2]))
            call.finish()
            var last = ChatResponse()
            for try await answer in call.responses { last = answer }
            return last
        }
        #expect(last == ChatResponse(payload: [2], index: 1))
    }

    @Test("a stand-in for the client conforms to its protocol")
    func standIn() async throws {
        let client: any EchoServiceClientProtocol = StandIn()
        #expect(try await client.do(DoRequest(what: "x")).done == "stand-in")
        let indices = try await client.repeat(RepeatRequest()).reduce(into: []) { $0.append($1.index) }
        #expect(indices == [0, 1])
        #expect(try await client.collect { try await $0.write(CollectRequest()) } == CollectResponse(count: 1))
        let answer = try await client.chat { call in
            for try await answer in call.responses { return answer }
            return ChatResponse()
        }
        #expect(answer.index == 5)
    }

    @Test("the method table has every method once, by its path")
    func table() {
        #expect(
            EchoMethod.allCases.map(\.descriptor.path)
                == ["Echo", "Do", "Fail", "Wait", "Repeat", "Collect", "Chat"].map { "echo.v1.EchoService/" + $0 })
        for method in EchoMethod.allCases { #expect(EchoMethod(path: method.descriptor.path) == method) }
        #expect(EchoMethod(path: "echo.v1.EchoService/Other") == nil)
    }

    private struct StandIn: EchoServiceClientProtocol {
        func echo(_ request: EchoRequest, options: CallOptions) async throws(RPCError) -> EchoResponse {
            EchoResponse()
        }
        func `do`(_ request: DoRequest, options: CallOptions) async throws(RPCError) -> DoResponse {
            DoResponse(done: "stand-in")
        }
        func fail(_ request: FailRequest, options: CallOptions) async throws(RPCError) -> FailResponse {
            FailResponse()
        }
        func wait(_ request: WaitRequest, options: CallOptions) async throws(RPCError) -> WaitResponse {
            WaitResponse()
        }
        func `repeat`(
            _ request: RepeatRequest, options: CallOptions
        ) async throws(RPCError) -> MessageStream<RepeatResponse> {
            MessageStream(
                AsyncStream { continuation in
                    for index in UInt32(0)..<2 { continuation.yield(RepeatResponse(index: index)) }
                    continuation.finish()
                })
        }
        nonisolated(nonsending) func collect(
            options: CallOptions, _ body: nonisolated(nonsending) (MessageWriter<CollectRequest>) async throws -> Void
        ) async throws -> CollectResponse {
            let (written, says) = AsyncStream.makeStream(of: CollectRequest.self)
            try await body(MessageWriter { says.yield($0) })
            says.finish()
            return CollectResponse(count: await written.reduce(0) { count, _ in count + 1 })
        }
        nonisolated(nonsending) func chat<BodyResult>(
            options: CallOptions,
            _ body: nonisolated(nonsending) (CallStream<ChatRequest, ChatResponse>) async throws -> BodyResult
        ) async throws -> BodyResult {
            let answers = AsyncStream { $0.yield(ChatResponse(index: 5)) }
            return try await body(
                CallStream(requests: MessageWriter { _ in }, responses: MessageStream(answers)))
        }
    }
}
