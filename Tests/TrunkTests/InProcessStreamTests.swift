import NIOCore
import Testing
import TrunkMessages

@testable import Trunk

@Suite("Streams in process")
struct InProcessStreamTests {
    private struct Stop: Error {}

    private func caller(
        _ route: Route, idleTimeout: Duration? = nil, interceptors: [any ServerInterceptor] = []
    ) -> InProcessCaller {
        var router = Router(interceptors: interceptors)
        router.add(route, terms: .stream(idleTimeout: idleTimeout, allowsAnonymous: true))
        return InProcessCaller(router, identity: nil)
    }

    /// Waits until its task is cancelled, then says so.
    private static func waitForCancellation(_ says: AsyncStream<Void>.Continuation) async {
        try? await Task.sleep(for: .seconds(3600))
        if Task.isCancelled { says.yield() }
    }

    @Test("server streaming: one request, many answers, then the end")
    func serverStreaming() async throws {
        let caller = caller(
            .serverStreaming(Text.list) { request, writer, context throws(RPCError) in
                for letter in request.value { try await writer.write(Text(String(letter))) }
                #expect(context.requestBytes == ByteBuffer(string: "abc"))
            })
        let stream = try await caller.serverStreaming(Text.list, Text("abc"), options: .defaults)
        #expect(try await stream.reduce(into: "") { $0 += $1.value + "," } == "a,b,c,")
    }

    @Test("client streaming: many requests, one answer after the last")
    func clientStreaming() async throws {
        let caller = caller(
            .clientStreaming(Text.collect) { requests, _ throws(RPCError) in
                var all = ""
                for try await request in requests { all += request.value }
                return Text(all)
            })
        var sent = 0
        let answer = try await caller.clientStreaming(Text.collect, options: .defaults) { writer in
            for word in ["a", "b", "c"] {
                try await writer.write(Text(word))
                sent += 1
            }
        }
        #expect(answer.value == "abc" && sent == 3)
    }

    @Test("a server that answers before it has read everything stops the writer, and is heard")
    func earlyAnswer() async throws {
        let caller = caller(
            .clientStreaming(Text.collect) { requests, _ throws(RPCError) in
                var iterator = requests.makeAsyncIterator()
                _ = try await iterator.next()
                return Text("enough")
            })
        let answer = try await caller.clientStreaming(Text.collect, options: .defaults) { writer in
            while true { try await writer.write(Text("more")) }
        }
        #expect(answer.value == "enough")
    }

    @Test("bidirectional: answers come while requests go")
    func bidirectional() async throws {
        let caller = caller(
            .bidirectional(Text.chat) { requests, writer, _ throws(RPCError) in
                for try await request in requests { try await writer.write(Text(request.value + "!")) }
            })
        let heard = try await caller.bidirectional(Text.chat, options: .defaults) { call in
            var heard: [String] = []
            var answers = call.responses.makeAsyncIterator()
            for word in ["one", "two"] {
                try await call.requests.write(Text(word))
                heard.append(try await answers.next()?.value ?? "nothing")
            }
            call.finish()
            #expect(try await answers.next() == nil)
            return heard
        }
        #expect(heard == ["one!", "two!"])
    }

    @Test("a handler's error comes behind the messages it had sent")
    func handlerError() async throws {
        let caller = caller(
            .serverStreaming(Text.list) { request, writer, _ throws(RPCError) in
                try await writer.write(request)
                throw RPCError(.aborted, "no more")
            })
        var stream = try await caller.serverStreaming(Text.list, Text("a"), options: .defaults).makeAsyncIterator()
        #expect(try await stream.next()?.value == "a")
        let error = await #expect(throws: RPCError.self) { try await stream.next() }
        #expect(error?.code == .aborted && error?.isLocal == false)
    }

    @Test("leaving the loop cancels the handler, and its next write says so")
    func breakOut() async throws {
        let (outcomes, says) = AsyncStream.makeStream(of: RPCError?.self)
        let caller = caller(
            .serverStreaming(Text.list) { request, writer, _ throws(RPCError) in
                try await writer.write(request)
                try? await Task.sleep(for: .seconds(3600))
                do throws(RPCError) { try await writer.write(request) } catch { says.yield(error) }
            })
        for try await _ in try await caller.serverStreaming(Text.list, Text("a"), options: .defaults) { break }
        #expect(await outcomes.first { _ in true }??.code == .cancelled)
    }

    @Test("an error out of a client's closure cancels the call and comes out unchanged")
    func closureError() async {
        let (cancelled, says) = AsyncStream.makeStream(of: Void.self)
        let caller = caller(
            .clientStreaming(Text.collect) { _, _ in
                await Self.waitForCancellation(says)
                return Text()
            })
        await #expect(throws: Stop.self) {
            try await caller.clientStreaming(Text.collect, options: .defaults) { _ in throw Stop() }
        }
        await cancelled.first { true }
    }

    @Test("a bidirectional call is over when its closure returns, whoever kept the stream")
    func closureReturns() async throws {
        let (cancelled, says) = AsyncStream.makeStream(of: Void.self)
        let caller = caller(.bidirectional(Text.chat) { _, _, _ in await Self.waitForCancellation(says) })
        let kept = try await caller.bidirectional(Text.chat, options: .defaults) { $0 }
        await cancelled.first { true }
        let error = await #expect(throws: RPCError.self) { try await kept.requests.write(Text()) }
        #expect(error?.code == .cancelled)
    }

    @Test("cancelling the client's task ends its wait and cancels the handler")
    func taskCancelled() async throws {
        let (cancelled, says) = AsyncStream.makeStream(of: Void.self)
        let (begun, saysBegun) = AsyncStream.makeStream(of: Void.self)
        let caller = caller(
            .serverStreaming(Text.list) { _, _, _ in
                saysBegun.yield()
                await Self.waitForCancellation(says)
            })
        let task = Task {
            for try await _ in try await caller.serverStreaming(Text.list, Text(), options: .defaults) {}
        }
        await begun.first { true }
        task.cancel()
        let error = await #expect(throws: RPCError.self) { try await task.value }
        #expect(error?.code == .cancelled)
        await cancelled.first { true }
    }

    @Test("the deadline ends a stream for both sides (PROTOCOL §5)")
    func deadline() async throws {
        let (cancelled, says) = AsyncStream.makeStream(of: Void.self)
        let caller = caller(.bidirectional(Text.chat) { _, _, _ in await Self.waitForCancellation(says) })
        let options = CallOptions(timeout: .milliseconds(1))
        let error = await #expect(throws: RPCError.self) {
            try await caller.bidirectional(Text.chat, options: options) { call in
                for try await _ in call.responses {}
            }
        }
        #expect(error?.code == .deadlineExceeded && error?.reason == "DEADLINE_EXCEEDED")
        await cancelled.first { true }
    }

    @Test("a stream on which nothing moves ends with reason IDLE (PROTOCOL §5)")
    func idle() async throws {
        let (cancelled, says) = AsyncStream.makeStream(of: Void.self)
        let caller = caller(
            .serverStreaming(Text.list) { request, writer, _ throws(RPCError) in
                try await writer.write(request)
                await Self.waitForCancellation(says)
            }, idleTimeout: .milliseconds(1))
        let stream = try await caller.serverStreaming(Text.list, Text("a"), options: .defaults)
        let error = await #expect(throws: RPCError.self) { for try await _ in stream {} }
        #expect(error?.code == .deadlineExceeded && error?.reason == "IDLE")
        await cancelled.first { true }
    }

    @Test("a refusal ends the responses, and the writer is told the same (PROTOCOL §3)")
    func refusal() async throws {
        let stranger = InProcessCaller(Router(), identity: nil)
        let call = try await stranger.open(Text.chat, first: nil, options: .defaults)
        let unwritten = await #expect(throws: RPCError.self) { try await call.requests.write(Text("a")) }
        #expect(unwritten?.code == .unauthenticated)
        let unread = await #expect(throws: RPCError.self) { for try await _ in call.responses {} }
        #expect(unread?.code == .unauthenticated && unread?.notExecuted == true)
    }

    @Test("a method called in another shape than its own is refused before its handler")
    func wrongShape() async throws {
        let caller = caller(.bidirectional(Text.chat) { _, _, _ in Issue.record("the handler has begun") })
        let asUnary = Method<Text, Text>(
            MethodDescriptor(
                path: Text.chat.descriptor.path, shape: .unary, idempotency: .unknown, carriesSecret: false))
        let error = await #expect(throws: RPCError.self) {
            try await caller.unary(asUnary, Text(), options: .defaults)
        }
        #expect(error?.reason == "WRONG_SHAPE" && error?.notExecuted == true)
    }

    @Test("a malformed request of a server streaming call never reaches the handler (PC-2)")
    func malformedRequest() async throws {
        let caller = caller(.serverStreaming(Text.list) { _, _, _ in Issue.record("the handler has begun") })
        let stream = try await caller.serverStreaming(Text.list, Text("!"), options: .defaults)
        let error = await #expect(throws: RPCError.self) { for try await _ in stream {} }
        #expect(error?.reason == "MESSAGE_MALFORMED" && error?.notExecuted == true)
    }

    @Test("a message that cannot be encoded is not sent, and the call goes on (PC-16)")
    func unencodable() async throws {
        let caller = caller(
            .clientStreaming(Text.collect) { requests, _ throws(RPCError) in
                var all = ""
                for try await request in requests { all += request.value }
                return Text(all)
            })
        let answer = try await caller.clientStreaming(Text.collect, options: .defaults) { writer in
            try await writer.write(Text("a"))
            await #expect(throws: RPCError.self) { try await writer.write(Text("\0")) }
            try await writer.write(Text("b"))
        }
        #expect(answer.value == "ab")
    }

    @Test("nothing can be sent after the end of the requests")
    func finished() async throws {
        let caller = caller(
            .bidirectional(Text.chat) { requests, _, _ throws(RPCError) in for try await _ in requests {} })
        try await caller.bidirectional(Text.chat, options: .defaults) { call in
            call.finish()
            let error = await #expect(throws: RPCError.self) { try await call.requests.write(Text()) }
            #expect(error?.code == .failedPrecondition || error?.reason == "CALL_ENDED")
            for try await _ in call.responses {}
        }
    }

    @Test("two answers to a call that is answered once are a defect of the server, as is none")
    func answersOnce() async throws {
        let asChat = Method<Text, Text>(
            MethodDescriptor(
                path: Text.collect.descriptor.path, shape: .bidirectionalStreaming, idempotency: .unknown,
                carriesSecret: false))
        for count in [0, 2] {
            let caller = caller(
                .bidirectional(asChat) { _, writer, _ throws(RPCError) in
                    for _ in 0..<count { try await writer.write(Text()) }
                })
            let error = await #expect(throws: RPCError.self) {
                try await caller.clientStreaming(Text.collect, options: .defaults) { _ in }
            }
            #expect(error?.reason == (count == 0 ? "RESPONSE_MISSING" : "RESPONSE_REPEATED"))
        }
    }

    @Test("the request of a stream keeps its secret until the handler has returned, and no longer (ZL-9)")
    func secretRequest() async throws {
        let (requests, says) = AsyncStream.makeStream(of: ByteBuffer.self)
        let caller = caller(
            .serverStreaming(SecretText.list) { _, writer, context throws(RPCError) in
                try await writer.write(SecretText(String(buffer: context.requestBytes)))
                says.yield(context.requestBytes)
            })
        let stream = try await caller.serverStreaming(SecretText.list, SecretText("4711"), options: .defaults)
        #expect(try await stream.reduce(into: "") { $0 += $1.value } == "4711")
        #expect(await requests.first { _ in true } == ByteBuffer(repeating: 0, count: 4))
    }

    @Test("an actor reads and writes with its own state at hand")
    func onActor() async throws {
        actor Talker {
            var heard = ""
            var said = 0

            func talk(to caller: some Caller) async throws -> String {
                try await caller.bidirectional(Text.chat, options: .defaults) { call in
                    for word in ["a", "b"] {
                        try await call.requests.write(Text(word))
                        said += 1
                    }
                    call.finish()
                    for try await answer in call.responses { heard += answer.value }
                }
                return "\(said) \(heard)"
            }
        }
        let caller = caller(
            .bidirectional(Text.chat) { requests, writer, _ throws(RPCError) in
                for try await request in requests { try await writer.write(request) }
            })
        #expect(try await Talker().talk(to: caller) == "2 ab")
    }
}
