import NIOCore
import Synchronization
import Testing
import TrunkMessages

@testable import Trunk

@Suite("Interceptors at a client")
struct ClientInterceptorTests {
    private final class Log: Sendable {
        private let state = Mutex<[String]>([])
        var lines: [String] { state.withLock { $0 } }
        func add(_ line: String) { state.withLock { $0.append(line) } }
    }

    private struct Noting: ClientInterceptor {
        let name: String
        let log: Log

        func unary<Request: Message, Response: Message>(
            _ method: Method<Request, Response>, _ request: Request, options: CallOptions, next: any Caller
        ) async throws(RPCError) -> Response {
            log.add("\(name) before")
            var options = options
            options.callID = (options.callID ?? "") + name
            do throws(RPCError) {
                let response = try await next.unary(method, request, options: options)
                log.add("\(name) after")
                return response
            } catch {
                log.add("\(name) after \(error.code)")
                throw error
            }
        }

        func open<Request: Message, Response: Message>(
            _ method: Method<Request, Response>, first: Request?, options: CallOptions, next: any Caller
        ) async throws(RPCError) -> CallStream<Request, Response> {
            log.add("\(name) opens")
            return try await next.open(method, first: first, options: options)
        }
    }

    /// Answers from memory, and says nothing of streams.
    private struct Cached: ClientInterceptor {
        func unary<Request: Message, Response: Message>(
            _ method: Method<Request, Response>, _ request: Request, options: CallOptions, next: any Caller
        ) async throws(RPCError) -> Response {
            guard let response = Text("cached") as? Response else { throw RPCError(.internalError, "wrong type") }
            return response
        }
    }

    private let log = Log()

    private func server() -> InProcessCaller {
        var router = Router()
        let terms = MethodTerms.stream(idleTimeout: nil, allowsAnonymous: true)
        router.add(
            .unary(Text.say) { [log] request, context throws(RPCError) in
                log.add("handler \(context.callID)")
                if request.value == "fail" { throw RPCError(.notFound, "") }
                return request
            }, terms: terms)
        router.add(
            .serverStreaming(Text.list) { request, writer, _ throws(RPCError) in try await writer.write(request) },
            terms: terms)
        return InProcessCaller(router, identity: nil)
    }

    @Test("the first one is outermost, and what it changes reaches the next")
    func order() async throws {
        let caller = server().intercepted(by: [Noting(name: "a", log: log), Noting(name: "b", log: log)])
        #expect(try await caller.unary(Text.say, Text("x"), options: .defaults).value == "x")
        #expect(log.lines == ["a before", "b before", "handler ab", "b after", "a after"])
    }

    @Test("an error is seen by each of them, inside out")
    func errors() async {
        let caller = server().intercepted(by: [Noting(name: "a", log: log), Noting(name: "b", log: log)])
        await #expect(throws: RPCError.self) { try await caller.unary(Text.say, Text("fail"), options: .defaults) }
        #expect(log.lines.suffix(2) == ["b after NOT_FOUND", "a after NOT_FOUND"])
    }

    @Test("one may answer without the server")
    func shortCircuit() async throws {
        let caller = server().intercepted(by: [Cached(), Noting(name: "a", log: log)])
        #expect(try await caller.unary(Text.say, Text("x"), options: .defaults).value == "cached")
        #expect(log.lines.isEmpty)
    }

    @Test("streams pass those that say nothing of them, and are seen by the others")
    func streams() async throws {
        let caller = server().intercepted(by: [Cached(), Noting(name: "a", log: log)])
        let stream = try await caller.serverStreaming(Text.list, Text("x"), options: .defaults)
        #expect(try await stream.reduce(into: "") { $0 += $1.value } == "x")
        #expect(log.lines == ["a opens"])
    }

    @Test("none at all changes nothing")
    func none() async throws {
        let caller = server().intercepted(by: [])
        #expect(try await caller.unary(Text.say, Text("x"), options: .defaults).value == "x")
    }
}
