import Testing
import Trunk
import TrunkClient

@Suite("Streams of a client", .timeLimit(.minutes(1)))
struct StreamTests {
    /// Around a frame (64 KiB with its header, its total and the path), the credit of a stream, and the ends.
    private static let lengths = [
        0, 1, 1_023, 65_455, 65_456, 65_471, 65_472, 65_473, 65_531, 65_532, 65_533, 65_535, 65_536, 65_537, 131_072,
        131_073, 1_048_576, 0, 5,
    ]

    @Test("a server's messages of every size come whole and in order, and then the end")
    func serverStreaming() async throws {
        try await withServer { _, endpoint in
            try await withTrunkClient(endpoint) { (client) async throws in
                let request = Text(Self.lengths.map(String.init).joined(separator: " "))
                let messages = try await client.serverStreaming(TestMethod.count, request, options: .defaults)
                var received: [Int] = []
                for try await message in messages { received.append(message.value.utf8.count) }
                #expect(received == Self.lengths)
            }
        }
    }

    @Test("a client's messages of every size arrive, and are answered once")
    func clientStreaming() async throws {
        try await withServer { _, endpoint in
            try await withTrunkClient(endpoint) { (client) async throws in
                let answer = try await client.clientStreaming(TestMethod.collect, options: .defaults) { writer in
                    for length in Self.lengths { try await writer.write(Text(bytes: length)) }
                }
                #expect(answer.value == Self.lengths.map(String.init).joined(separator: " "))
                let none = try await client.clientStreaming(TestMethod.collect, options: .defaults) { _ in }
                #expect(none.value == "")
            }
        }
    }

    @Test("256 streams at once go both ways, beside unary calls")
    func many() async throws {
        try await withServer { server, endpoint in
            try await withTrunkClient(endpoint) { (client) async throws in
                try await withThrowingTaskGroup(of: Int.self) { group in
                    for stream in 0..<256 {
                        group.addTask {
                            try await client.bidirectional(TestMethod.mirror, options: .defaults) { call in
                                var answers = call.responses.makeAsyncIterator()
                                for round in 0..<10 {
                                    let text = Text("\(stream) \(round)")
                                    try await call.requests.write(text)
                                    guard try await answers.next() == text else { return 0 }
                                }
                                call.finish()
                                return try await answers.next() == nil ? 1 : 0
                            }
                        }
                    }
                    group.addTask { try await client.call(TestMethod.echo, "beside") == "beside" ? 1 : 0 }
                    let good = try await group.reduce(0, +)
                    #expect(good == 257)
                }
            }
        }
    }

    @Test("leaving the loop cancels the handler, and the client goes on")
    func leaving() async throws {
        let service = TestService()
        try await withServer(service) { server, endpoint in
            try await withTrunkClient(endpoint) { (client) async throws in
                let messages = try await client.serverStreaming(TestMethod.flood, Text("more"), options: .defaults)
                for try await message in messages {
                    #expect(message.value == "more")
                    break
                }
                #expect(await service.failures.first { _ in true } == "Flood CANCELLED")
                let answer = try await client.call(TestMethod.echo, "after")
                #expect(answer == "after")
                #expect(await server.statistics().connectionsAccepted == 1)
            }
        }
    }

    @Test("a stream that is let go of unread cancels the handler")
    func dropped() async throws {
        let service = TestService()
        try await withServer(service) { _, endpoint in
            try await withTrunkClient(endpoint) { (client) async throws in
                do {
                    let messages = try await client.serverStreaming(TestMethod.flood, Text("more"), options: .defaults)
                    while service.writtenCount == 0 { await Task.yield() }
                    withExtendedLifetime(messages) {}
                }
                #expect(await service.failures.first { _ in true } == "Flood CANCELLED")
            }
        }
    }

    @Test("a server writes no further ahead than the credit, and on when messages are taken (TRK-404, TRK-406)")
    func inboundCredit() async throws {
        let service = TestService()
        let length = 8_192
        try await withServer(service) { _, endpoint in
            try await withTrunkClient(endpoint) { (client) async throws in
                let messages = try await client.serverStreaming(
                    TestMethod.flood, Text(bytes: length), options: .defaults)
                var iterator = messages.makeAsyncIterator()
                for taken in 1...100 {
                    let message = try await iterator.next()
                    #expect(message?.value.utf8.count == length)
                    // What was taken, the credit, and the one message over.
                    #expect(service.writtenCount <= taken + 65_536 / length + 1)
                }
            }
        }
    }

    @Test("a writer without credit waits, can be cancelled there, and goes on when its peer reads")
    func outboundCredit() async throws {
        let service = TestService()
        try await withServer(service) { _, endpoint in
            try await withTrunkClient(endpoint) { (client) async throws in
                let call = try await client.open(TestMethod.deaf, first: nil, options: .defaults)
                for _ in 0..<8 { try await call.requests.write(Text(bytes: 8_192)) }
                let ninth = Task { () async -> RPCError? in
                    do throws(RPCError) { try await call.requests.write(Text("ninth")) } catch { return error }
                    return nil
                }
                // Enough turns of the loop for a write that need not wait.
                for number in 0..<20 { _ = try await client.call(TestMethod.echo, "\(number)") }
                ninth.cancel()
                #expect(await ninth.value?.code == .cancelled)
                service.gate.open()
                for _ in 0..<100 { try await call.requests.write(Text(bytes: 8_192)) }
                call.finish()
                for try await _ in call.responses { Issue.record("nothing is answered") }
                #expect(service.readCount == 108)
            }
        }
    }

    @Test("nothing can be written after the end of the requests, nor after the end of the call")
    func ended() async throws {
        try await withServer { _, endpoint in
            try await withTrunkClient(endpoint) { (client) async throws in
                let call = try await client.open(TestMethod.mirror, first: nil, options: .defaults)
                call.finish()
                await #expect(throws: RPCError.self) { try await call.requests.write(Text("late")) }
                for try await _ in call.responses { Issue.record("nothing was sent") }
                do throws(RPCError) { try await call.requests.write(Text("later")) } catch {
                    #expect(error.reason == "CALL_ENDED")
                }
            }
        }
    }

    @Test("the deadline is for the whole stream")
    func deadline() async throws {
        let service = TestService()
        try await withServer(service) { _, endpoint in
            try await withTrunkClient(endpoint) { (client) async throws in
                let options = CallOptions(timeout: .milliseconds(200))
                let messages = try await client.serverStreaming(TestMethod.flood, Text("x"), options: options)
                do throws(RPCError) {
                    for try await _ in messages {}
                    Issue.record("the stream has no end of its own")
                } catch {
                    #expect(error.code == .deadlineExceeded)
                }
            }
        }
    }
}
