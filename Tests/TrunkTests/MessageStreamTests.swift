import NIOCore
import Testing
import TrunkMessages

@testable import Trunk

@Suite("A stream of messages")
struct MessageStreamTests {
    private struct Stop: Error {}

    private func read(_ stream: MessageStream<Text>) async -> ([String], RPCError?) {
        var values: [String] = []
        do throws(RPCError) {
            for try await message in stream { values.append(message.value) }
            return (values, nil)
        } catch {
            return (values, error)
        }
    }

    @Test("the messages come in order, and an orderly end cancels nothing")
    func complete() async {
        let inbound = ScriptedInbound(.message("a"), .message(""), .message("c"), .end)
        let (values, error) = await read(MessageStream(inbound, side: .client))
        #expect(values == ["a", "", "c"] && error == nil)
        #expect(inbound.cancels == 0)
    }

    @Test("what came before a failure is delivered, then the failure once, then nothing")
    func failure() async throws {
        let inbound = ScriptedInbound(.message("a"), .failure(RPCError(.dataLoss, "gone")))
        var iterator = MessageStream<Text>(inbound, side: .client).makeAsyncIterator()
        #expect(try await iterator.next()?.value == "a")
        let error = await #expect(throws: RPCError.self) { try await iterator.next() }
        #expect(error?.code == .dataLoss)
        #expect(try await iterator.next() == nil)
    }

    @Test("break cancels the call, even while the stream itself is still held")
    func breakOut() async throws {
        let inbound = ScriptedInbound(.message("a"), .silence)
        let stream = MessageStream<Text>(inbound, side: .client)
        for try await _ in stream { break }
        #expect(inbound.cancels > 0)
        withExtendedLifetime(stream) {}
    }

    @Test("an error thrown out of the loop cancels the call")
    func throwOut() async {
        let inbound = ScriptedInbound(.message("a"), .silence)
        let stream = MessageStream<Text>(inbound, side: .client)
        await #expect(throws: Stop.self) {
            for try await _ in stream { throw Stop() }
        }
        #expect(inbound.cancels > 0)
    }

    @Test("letting go of a stream that nobody read cancels the call")
    func unread() async {
        let inbound = ScriptedInbound(.silence)
        var stream: MessageStream<Text>? = MessageStream(inbound, side: .client)
        #expect(stream != nil && inbound.cancels == 0)
        stream = nil
        #expect(inbound.cancels == 1)
    }

    @Test("a second loop throws and leaves the first one alone")
    func twice() async throws {
        let inbound = ScriptedInbound(.message("a"), .message("b"), .end)
        let stream = MessageStream<Text>(inbound, side: .client)
        var first = stream.makeAsyncIterator()
        #expect(try await first.next()?.value == "a")
        let (values, error) = await read(stream)
        #expect(values.isEmpty && error?.reason == "STREAM_READ_TWICE")
        #expect(inbound.cancels == 0)
        #expect(try await first.next()?.value == "b")
        #expect(try await first.next() == nil)
    }

    @Test("a cancelled task finds its wait over, and the call cancelled")
    func cancelledTask() async {
        let inbound = ScriptedInbound(.message("a"), .silence)
        let (begun, saysBegun) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            var iterator = MessageStream<Text>(inbound, side: .client).makeAsyncIterator()
            _ = try await iterator.next()
            saysBegun.yield()
            _ = try await iterator.next()
        }
        await begun.first { true }
        task.cancel()
        let error = await #expect(throws: RPCError.self) { try await task.value }
        #expect(error?.code == .cancelled && error?.isLocal == true)
        #expect(inbound.cancels > 0)
    }

    @Test("a task that was cancelled before is not given what is there")
    func cancelledBefore() async {
        let inbound = ScriptedInbound(.message("a"), .end)
        let (go, saysGo) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            for await _ in go {}
            for try await _ in MessageStream<Text>(inbound, side: .client) { Issue.record("read") }
        }
        task.cancel()
        saysGo.finish()
        let error = await #expect(throws: RPCError.self) { try await task.value }
        #expect(error?.code == .cancelled)
        #expect(inbound.cancels > 0)
    }

    @Test("a malformed message is the server's defect at a client, and the caller's mistake at a server (TRK-901)")
    func malformed() async {
        let reply = ScriptedInbound(.message("!"), .silence)
        let (_, atClient) = await read(MessageStream(reply, side: .client))
        #expect(atClient?.code == .internalError && atClient?.reason == "REPLY_MALFORMED")
        #expect(reply.cancels > 0)
        let request = ScriptedInbound(.message("!"), .silence)
        let (_, atServer) = await read(MessageStream(request, side: .server))
        #expect(atServer?.code == .invalidArgument && atServer?.reason == "MESSAGE_MALFORMED")
        #expect(atServer?.notExecuted == false)
    }

    @Test("the bytes of a secret are wiped once they are decoded (ZL-9)")
    func wiped() async throws {
        let inbound = ScriptedInbound(.message("1234"), .end)
        var iterator = MessageStream<SecretText>(inbound, side: .server).makeAsyncIterator()
        #expect(try await iterator.next()?.value == "1234")
        #expect(inbound.given == [ByteBuffer(repeating: 0, count: 4)])
    }

    @Test("any sequence can stand in for a call, and its errors become UNKNOWN")
    func standIn() async {
        let (values, _) = await read(
            MessageStream(
                AsyncStream {
                    $0.yield(Text("a")); $0.finish()
                }))
        #expect(values == ["a"])
        let failing = AsyncThrowingStream<Text, any Error> { $0.finish(throwing: Stop()) }
        let (_, error) = await read(MessageStream(failing))
        #expect(error?.code == .unknown)
        let typed = AsyncThrowingStream<Text, any Error> { $0.finish(throwing: RPCError(.aborted, "")) }
        #expect(await read(MessageStream(typed)).1?.code == .aborted)
    }
}

extension MessageStreamTests {
    @Test("whoever asked is told once that a stream is over, and how")
    func onEnd() async throws {
        let (ends, says) = AsyncStream.makeStream(of: String.self)
        func stream(_ name: String, _ steps: ScriptedInbound.Step) -> MessageStream<Text> {
            MessageStream(ScriptedInbound(.message("a"), steps), side: .client).onEnd {
                says.yield("\(name) \($0?.code ?? .ok)")
            }
        }
        for try await _ in stream("read", .end) {}
        await #expect(throws: RPCError.self) {
            for try await _ in stream("failed", .failure(RPCError(.dataLoss, ""))) {}
        }
        for try await _ in stream("left", .silence) { break }
        _ = stream("unread", .silence)
        let kept = stream("cancelled", .end)
        kept.cancel()
        kept.cancel()
        says.finish()
        let told = await ends.reduce(into: []) { $0.append($1) }
        #expect(told == ["read OK", "failed DATA_LOSS", "left CANCELLED", "unread CANCELLED", "cancelled CANCELLED"])
    }

    @Test("a stream that was wrapped is read through its wrapper alone")
    func onEndTakes() async throws {
        let inbound = ScriptedInbound(.message("a"), .end)
        let stream = MessageStream<Text>(inbound, side: .client)
        let wrapped = stream.onEnd { _ in }
        var direct = stream.makeAsyncIterator()
        await #expect(throws: RPCError.self) { try await direct.next() }
        var iterator = wrapped.makeAsyncIterator()
        #expect(try await iterator.next()?.value == "a")
        #expect(inbound.cancels == 0)
    }
}
