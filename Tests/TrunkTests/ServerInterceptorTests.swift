import NIOCore
import Synchronization
import Testing
import TrunkMessages

@testable import Trunk

@Suite("Interceptors at a server")
struct ServerInterceptorTests {
    /// Lines in the order in which things happened.
    private final class Log: Sendable {
        private let state = Mutex<[String]>([])
        var lines: [String] { state.withLock { $0 } }
        func add(_ line: String) { state.withLock { $0.append(line) } }
    }

    private struct Noting: ServerInterceptor {
        let name: String
        let log: Log

        func intercept(
            _ context: CallContext, _ proceed: (CallContext) async throws(RPCError) -> Void
        ) async throws(RPCError) {
            log.add("\(name) before")
            do throws(RPCError) {
                try await proceed(context)
                log.add("\(name) after")
            } catch {
                log.add("\(name) after \(error.code)")
                throw error
            }
        }
    }

    private struct Refusing: ServerInterceptor {
        func intercept(
            _ context: CallContext, _ proceed: (CallContext) async throws(RPCError) -> Void
        ) async throws(RPCError) {
            throw RPCError(.unavailable, "not now", notExecuted: true)
        }
    }

    private struct Forgetful: ServerInterceptor {
        func intercept(
            _ context: CallContext, _ proceed: (CallContext) async throws(RPCError) -> Void
        ) async throws(RPCError) {}
    }

    private struct Translating: ServerInterceptor {
        func intercept(
            _ context: CallContext, _ proceed: (CallContext) async throws(RPCError) -> Void
        ) async throws(RPCError) {
            var context = context
            context.callID = "changed"
            do throws(RPCError) { try await proceed(context) } catch { throw RPCError(.aborted, "translated") }
        }
    }

    private let log = Log()

    private func caller(_ interceptors: [any ServerInterceptor], _ routes: Route...) -> InProcessCaller {
        var router = Router(interceptors: interceptors)
        for route in routes { router.add(route, terms: .stream(idleTimeout: nil, allowsAnonymous: true)) }
        return InProcessCaller(router, identity: nil)
    }

    @Test("the first one is outermost, around unary calls and streams alike")
    func order() async throws {
        let caller = caller(
            [Noting(name: "a", log: log), Noting(name: "b", log: log)],
            .unary(Text.say) { [log] request, _ in
                log.add("handler")
                return request
            },
            .bidirectional(Text.chat) { [log] requests, _, _ throws(RPCError) in
                for try await request in requests { log.add(request.value) }
            })
        _ = try await caller.unary(Text.say, Text(), options: .defaults)
        #expect(log.lines == ["a before", "b before", "handler", "b after", "a after"])
        try await caller.bidirectional(Text.chat, options: .defaults) { call in
            try await call.requests.write(Text("message"))
            call.finish()
            for try await _ in call.responses {}
        }
        #expect(log.lines.suffix(5) == ["a before", "b before", "message", "b after", "a after"])
    }

    @Test("a handler's error passes through them, inside out, and may become another")
    func errors() async {
        let caller = caller(
            [Noting(name: "a", log: log), Translating(), Noting(name: "b", log: log)],
            .unary(Text.say) { [log] _, context throws(RPCError) in
                log.add(context.callID)
                throw RPCError(.notFound, "nothing")
            })
        let error = await #expect(throws: RPCError.self) {
            try await caller.unary(Text.say, Text(), options: .defaults)
        }
        #expect(error?.code == .aborted)
        #expect(log.lines == ["a before", "b before", "changed", "b after NOT_FOUND", "a after ABORTED"])
    }

    @Test("one that throws ends the call without its handler")
    func shortCircuit() async throws {
        let caller = caller(
            [Noting(name: "a", log: log), Refusing()],
            .unary(Text.say) { request, _ in
                Issue.record("the handler has begun")
                return request
            },
            .serverStreaming(Text.list) { _, _, _ in Issue.record("the handler has begun") })
        let error = await #expect(throws: RPCError.self) {
            try await caller.unary(Text.say, Text(), options: .defaults)
        }
        #expect(error?.code == .unavailable && error?.notExecuted == true)
        let stream = try await caller.serverStreaming(Text.list, Text(), options: .defaults)
        let ofStream = await #expect(throws: RPCError.self) { for try await _ in stream {} }
        #expect(ofStream?.code == .unavailable)
        #expect(log.lines == ["a before", "a after UNAVAILABLE", "a before", "a after UNAVAILABLE"])
    }

    @Test("one that neither goes on nor throws leaves a unary call without an answer: INTERNAL")
    func forgetful() async {
        let caller = caller([Forgetful()], .unary(Text.say) { request, _ in request })
        let error = await #expect(throws: RPCError.self) {
            try await caller.unary(Text.say, Text(), options: .defaults)
        }
        #expect(error?.code == .internalError && error?.reason == "RESPONSE_MISSING")
    }

    @Test("a cancelled call cancels what an interceptor waits for")
    func cancelled() async {
        struct Waiting: ServerInterceptor {
            let says: AsyncStream<Void>.Continuation
            func intercept(
                _ context: CallContext, _ proceed: (CallContext) async throws(RPCError) -> Void
            ) async throws(RPCError) {
                try? await Task.sleep(for: .seconds(3600))
                if Task.isCancelled { says.yield() }
                throw .cancelled
            }
        }
        let (cancelled, says) = AsyncStream.makeStream(of: Void.self)
        let caller = caller([Waiting(says: says)], .unary(Text.say) { request, _ in request })
        let error = await #expect(throws: RPCError.self) {
            try await caller.unary(Text.say, Text(), options: CallOptions(timeout: .milliseconds(1)))
        }
        #expect(error?.code == .deadlineExceeded)
        await cancelled.first { true }
    }

    @Test("without interceptors a route is the one that was added")
    func none() {
        var router = Router()
        router.add(.unary(Text.say) { request, _ in request }, terms: .stream(idleTimeout: nil))
        guard case .unary = router.find(Text.say.descriptor.path)?.route.body else {
            Issue.record("no unary route")
            return
        }
    }
}
