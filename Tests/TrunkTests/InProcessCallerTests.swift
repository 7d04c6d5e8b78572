import NIOCore
import Synchronization
import Testing
import TrunkMessages

@testable import Trunk

@Suite("Calls in process")
struct InProcessCallerTests {
    private final class Caller: Identity {
        let name = "caller"
    }

    private func caller(
        timeout: Duration = .seconds(5),
        _ handler: @escaping @Sendable (Text, CallContext) async throws(RPCError) -> Text
    ) -> InProcessCaller {
        var router = Router()
        router.add(
            .unary(Text.say, handler), terms: MethodTerms(defaultTimeout: timeout, maximumTimeout: .seconds(60)))
        return InProcessCaller(router, identity: Caller())
    }

    private func error(of call: () async throws(RPCError) -> Text) async -> RPCError? {
        do throws(RPCError) {
            _ = try await call()
            return nil
        } catch {
            return error
        }
    }

    @Test("the handler sees request and identity, and its answer comes back")
    func echo() async throws {
        let caller = caller { request, context in
            Text("\(request.value), \(context.identity?.name ?? "nobody") from \(context.peer)")
        }
        let answer = try await caller.unary(Text.say, Text("hello"), options: .defaults)
        #expect(answer.value == "hello, caller from in-process")
    }

    @Test("a handler may suspend before it answers")
    func suspended() async throws {
        let caller = caller { request, _ in
            await Task.yield()
            return request
        }
        #expect(try await caller.unary(Text.say, Text("later"), options: .defaults).value == "later")
    }

    @Test("a handler's error arrives as it would over a wire: cut, and without what is not sent")
    func handlerError() async {
        let caller = caller { _, _ throws(RPCError) in
            throw RPCError(.notFound, String(repeating: "x", count: 2000), isLocal: true)
        }
        let error = await error { () throws(RPCError) in
            try await caller.unary(Text.say, Text(), options: .defaults)
        }
        #expect(error?.code == .notFound)
        #expect(error?.text.utf8.count == 1024)
        #expect(error?.isLocal == false)
    }

    @Test("a malformed request is refused before the handler, an unencodable one before the call (PC-2, PC-16)")
    func badRequests() async {
        let caller = caller { request, _ in request }
        let malformed = await error { () throws(RPCError) in
            try await caller.unary(Text.say, Text("!"), options: .defaults)
        }
        #expect(malformed?.code == .invalidArgument && malformed?.reason == "MESSAGE_MALFORMED")
        let unencodable = await error { () throws(RPCError) in
            try await caller.unary(Text.say, Text("\0"), options: .defaults)
        }
        #expect(unencodable?.code == .invalidArgument && unencodable?.isLocal == true)
    }

    @Test("the deadline cancels the handler and ends the call")
    func deadline() async {
        let (cancelled, sawCancellation) = AsyncStream.makeStream(of: Bool.self)
        let caller = caller { request, _ in
            try? await Task.sleep(for: .seconds(3600))
            sawCancellation.yield(Task.isCancelled)
            return request
        }
        let error = await error { () throws(RPCError) in
            try await caller.unary(Text.say, Text(), options: CallOptions(timeout: .milliseconds(1)))
        }
        #expect(error?.code == .deadlineExceeded)
        #expect(await cancelled.first { _ in true } == true)
    }

    @Test("cancelling the caller's task ends its call at once and cancels the handler")
    func cancellation() async {
        let (begun, saysBegun) = AsyncStream.makeStream(of: Void.self)
        let (cancelled, sawCancellation) = AsyncStream.makeStream(of: Bool.self)
        let caller = caller { request, _ in
            saysBegun.yield()
            try? await Task.sleep(for: .seconds(3600))
            sawCancellation.yield(Task.isCancelled)
            return request
        }
        let task = Task {
            await error { () throws(RPCError) in try await caller.unary(Text.say, Text(), options: .defaults) }
        }
        await begun.first { true }
        task.cancel()
        #expect(await task.value?.code == .cancelled)
        #expect(await cancelled.first { _ in true } == true)
    }

    @Test("identity is judged before existence, and a bad token never falls back (PROTOCOL §3)")
    func identity() async {
        let router = Router()
        let unknown = Method<Text, Text>(
            MethodDescriptor(path: "test.Service/Nothing", shape: .unary, idempotency: .unknown, carriesSecret: false))
        let stranger = InProcessCaller(router, identity: nil)
        let known = InProcessCaller(router, identity: Caller())
        let asStranger = await error { () throws(RPCError) in
            try await stranger.unary(unknown, Text(), options: .defaults)
        }
        #expect(asStranger?.code == .unauthenticated)
        let asKnown = await error { () throws(RPCError) in
            try await known.unary(unknown, Text(), options: .defaults)
        }
        #expect(asKnown?.code == .unimplemented)
        #expect(asKnown?.notExecuted == true && asKnown?.noRetry == true)
        let badToken = await error { () throws(RPCError) in
            try await known.unary(unknown, Text(), options: CallOptions(token: [1, 2, 3]))
        }
        #expect(badToken?.code == .unauthenticated)
    }

    @Test("an answer with a secret that comes after the deadline is wiped (ZL-9)")
    func lateSecret() async {
        let call = InProcessCall(request: ByteBuffer(string: "0000"), carriesSecret: true)
        let outcome = await call.run(timeout: .milliseconds(1)) { Task {} }
        #expect(throws: RPCError.self) { try outcome.get() }
        let written = Mutex<ByteBuffer?>(nil)
        SecretText.$written.withValue({ buffer in written.withLock { $0 = buffer } }) {
            call.finish(SecretText("4711"))
        }
        #expect(written.withLock { $0 } == ByteBuffer(repeating: 0, count: 4))
    }

    @Test("named values, label and trace reach the handler as the caller sent them")
    func options() async throws {
        let trace = TraceContext(traceIDHigh: 1, traceIDLow: 2, spanID: 3, flags: 1, state: "a=1")
        let pairs = [MetadataPair("b", [1, 2]), MetadataPair("a", []), MetadataPair("b", [3])]
        let caller = caller { _, context in
            #expect(context.metadata == pairs && context.traceContext == trace)
            return Text(context.callID)
        }
        let options = CallOptions(callID: "job-7", metadata: pairs, traceContext: trace)
        #expect(try await caller.unary(Text.say, Text(), options: options).value == "job-7")
        let plain = self.caller { _, context in Text("\(context.metadata.count) \(context.traceContext == nil)") }
        #expect(try await plain.unary(Text.say, Text(), options: .defaults).value == "0 true")
    }
}
