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

    @Test("a stand-in for the client conforms to its protocol")
    func standIn() async throws {
        let client: any EchoServiceClientProtocol = StandIn()
        #expect(try await client.do(DoRequest(what: "x")).done == "stand-in")
    }

    @Test("the method table has every unary method once, by its path")
    func table() {
        #expect(
            EchoMethod.allCases.map(\.descriptor.path)
                == ["Echo", "Do", "Fail", "Wait"].map { "echo.v1.EchoService/" + $0 })
        for method in EchoMethod.allCases { #expect(EchoMethod(path: method.descriptor.path) == method) }
        #expect(EchoMethod(path: "echo.v1.EchoService/Repeat") == nil)
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
    }
}
