import Testing
import Trunk
import TrunkClient

@Suite("Streams that break", .timeLimit(.minutes(1)))
struct BrokenStreamTests {
    private static func read(_ messages: MessageStream<Text>) async -> (texts: [String], error: RPCError?) {
        var texts: [String] = []
        do throws(RPCError) {
            for try await message in messages { texts.append(message.value) }
            return (texts, nil)
        } catch {
            return (texts, error)
        }
    }

    @Test(
        "what was read before the connection went is delivered, and then how the call failed", arguments: [true, false])
    func lost(isHalf: Bool) async throws {
        try await withScriptedServer { request, _, _ in
            let messages = ["a", "b", "c"].map { Act.send(.message(request.stream, $0)) }
            return messages + [isHalf ? .halfClose : .close]
        } _: { endpoint, script in
            try await withTrunkClient(endpoint) { (client) async throws in
                let messages = try await client.serverStreaming(TestMethod.count, Text(), options: .defaults)
                let (texts, error) = await Self.read(messages)
                #expect(texts == ["a", "b", "c"])
                #expect(error?.code == .unavailable && error?.reason == "CONNECTION_LOST")
                #expect(error?.notExecuted == false && script.requests.count == 1)
            }
        }
    }

    @Test("a stream that was not begun is opened again, on another connection when its own leaves")
    func reopened() async throws {
        try await withScriptedServer { request, number, _ in
            switch number {
            case 0: [.send(.end(request.stream, RawFrame.unavailable, flags: RawFrame.notExecuted))]
            case 1: [.send(.goAway(last: 1))]
            default: [.send(.message(request.stream, "begun")), .send(.end(request.stream, 0))]
            }
        } _: { endpoint, script in
            try await withTrunkClient(endpoint) { (client) async throws in
                let messages = try await client.serverStreaming(TestMethod.count, Text("3"), options: .defaults)
                let (texts, error) = await Self.read(messages)
                #expect(texts == ["begun"])
                #expect(error == nil, "\(String(describing: error))")
                #expect(script.requests.map(\.attempt) == [0, 1, 2])
                #expect(script.requests.map(\.requestText) == ["3", "3", "3"])
            }
        }
    }

    @Test("a stream is not made again once a message has gone, whatever the server says")
    func moved() async throws {
        try await withScriptedServer { request, _, _ in
            let refusal = RawFrame.end(request.stream, RawFrame.unavailable, flags: RawFrame.notExecuted)
            return [.send(.message(request.stream, "one")), .send(refusal)]
        } _: { endpoint, script in
            try await withTrunkClient(endpoint) { (client) async throws in
                let messages = try await client.serverStreaming(TestMethod.count, Text(), options: .defaults)
                let (texts, error) = await Self.read(messages)
                #expect(texts == ["one"] && error?.code == .unavailable)
                #expect(script.requests.count == 1)
            }
        }
    }

    @Test("leaving a stream sends RESET, and not before")
    func reset() async throws {
        try await withScriptedServer { request, _, _ in
            [.send(.message(request.stream, "one"))]
        } _: { endpoint, script in
            try await withTrunkClient(endpoint) { (client) async throws in
                let messages = try await client.serverStreaming(TestMethod.count, Text(), options: .defaults)
                for try await _ in messages { break }
                await script.frames(1, ofType: 0x06)
            }
        }
    }

    @Test("a server that sends beyond its credit fails the call alone (TRK-404)")
    func beyondCredit() async throws {
        try await withScriptedServer { request, number, _ in
            if number > 0 { return [.send(.reply(request.stream, "fine"))] }
            let long = RawFrame.message(request.stream, String(repeating: "x", count: 40_000))
            return [.send(long), .send(long), .send(long)]
        } _: { endpoint, script in
            try await withTrunkClient(endpoint) { (client) async throws in
                let messages = try await client.serverStreaming(TestMethod.count, Text(), options: .defaults)
                await script.frames(1, ofType: 0x06)
                let (texts, error) = await Self.read(messages)
                #expect(texts.count == 2)
                #expect(error?.code == .internalError && error?.text.hasPrefix("TRK-404 ") == true)
                let answer = try await client.call(TestMethod.echo)
                #expect(answer == "fine" && script.connectionCount == 1)
            }
        }
    }

    @Test("a message that does not decode fails the stream and resets the call")
    func malformed() async throws {
        try await withScriptedServer { request, _, _ in
            [.send(.message(request.stream, "good")), .send(.message(request.stream, "!bad"))]
        } _: { endpoint, script in
            try await withTrunkClient(endpoint) { (client) async throws in
                let messages = try await client.serverStreaming(TestMethod.count, Text(), options: .defaults)
                let (texts, error) = await Self.read(messages)
                #expect(texts == ["good"] && error?.code == .internalError && error?.reason == "REPLY_MALFORMED")
                await script.frames(1, ofType: 0x06)
            }
        }
    }
}
