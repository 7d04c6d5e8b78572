import Testing
import Trunk
import TrunkClient

@Suite("What a call says, and how it ends here", .timeLimit(.minutes(1)))
struct CallTests {
    private static let patient = CallOptions(timeout: .seconds(30))

    @Test("named pairs and the trace context reach the handler")
    func metadata() async throws {
        try await withServer { _, endpoint in
            try await withTrunkClient(endpoint) { (client) async throws in
                var options = CallOptions()
                options.metadata = [MetadataPair("site", Array("7".utf8)), MetadataPair("x-y_z.1", Array("no".utf8))]
                options.traceContext = TraceContext(traceIDHigh: 1, traceIDLow: 42, spanID: 3)
                let seen = try await client.call(TestMethod.identify, options: options)
                #expect(seen == "site=7,x-y_z.1=no,42")
            }
        }
    }

    @Test("metadata that cannot be sent fails the call here, and nothing is sent")
    func badMetadata() async throws {
        try await withScriptedServer { request, _, _ in
            [.send(.reply(request.stream, "sent"))]
        } _: { endpoint, script in
            await withTrunkClient(endpoint) { client in
                let name = CallOptions(metadata: [MetadataPair("Upper", [])])
                #expect(await client.error(TestMethod.echo, options: name)?.code == .invalidArgument)
                let many = CallOptions(metadata: Array(repeating: MetadataPair("a", []), count: 61))
                #expect(await client.error(TestMethod.echo, options: many)?.details?.limit?.name == "metadata_entries")
                let long = CallOptions(token: [UInt8](repeating: 0, count: 70_000))
                #expect(await client.error(TestMethod.echo, options: long)?.details?.limit?.name == "metadata_bytes")
                #expect(script.requests.isEmpty)
                #expect(await client.error(TestMethod.echo) == nil)
            }
        }
    }

    @Test("a cancelled call is reset at the server, one that waits is never sent")
    func cancelled() async throws {
        try await withScriptedServer { _, _, _ in
            []
        } _: { endpoint, script in
            var configuration = ClientConfiguration()
            configuration.connectionsMax = 1
            await withTrunkClient(endpoint, configuration: configuration) { client in
                // The floor of 16 slots: the seventeenth waits.
                let calls = (0..<17).map { _ in Task { await client.error(TestMethod.echo, options: Self.patient) } }
                await script.frames(16, ofType: 0x02)
                for call in calls { call.cancel() }
                for call in calls { #expect(await call.value?.code == .cancelled) }
                await script.frames(16, ofType: 0x06)
                #expect(script.requests.count == 16)
            }
        }
    }

    @Test("replies that were read with the server's last byte are delivered (TRK-711)")
    func lastReplies() async throws {
        try await withScriptedServer { request, number, _ in
            number < 9 ? [] : (0..<10).map { .send(.reply(UInt32($0 * 2 + 1), "\($0)")) } + [.halfClose]
        } _: { endpoint, _ in
            try await withTrunkClient(endpoint) { (client) async throws in
                try await withThrowingTaskGroup(of: String.self) { group in
                    for _ in 0..<10 {
                        group.addTask { try await client.call(TestMethod.echo, options: Self.patient) }
                    }
                    var answers: Set<String> = []
                    for try await answer in group { answers.insert(answer) }
                    #expect(answers.count == 10)
                }
            }
        }
    }

    @Test(
        "calls are held back while 1 MiB is unread, and wait up to their deadline; what comes is still read (TRK-808)")
    func unread() async throws {
        try await withScriptedServer(greeting: [.hello(calls: 1_000)]) { request, number, _ in
            number == 0 ? [.send(.reply(request.stream, "greeted")), .stopReading] : []
        } _: { endpoint, _ in
            var configuration = ClientConfiguration()
            configuration.limits.concurrentStreamsMax = 1_000
            try await withTrunkClient(endpoint, configuration: configuration) { (client) async throws in
                let greeted = try await client.call(TestMethod.echo, options: Self.patient)
                #expect(greeted == "greeted")
                // Beyond what the sockets of both sides hold, about 7 MiB.
                let text = String(repeating: "x", count: 40_000)
                let options = CallOptions(timeout: .seconds(1))
                let errors = await withTaskGroup(of: RPCError?.self) { group in
                    for _ in 0..<800 { group.addTask { await client.error(TestMethod.echo, text, options: options) } }
                    return await group.reduce(into: []) { $0.append($1) }
                }
                #expect(errors.allSatisfy { $0?.code == .deadlineExceeded })
                #expect(errors.contains { $0?.notExecuted == false })
                #expect(errors.count { $0?.notExecuted == true && $0?.attempts == 0 } > 300)
            }
        }
    }

    @Test("a server that accepts and says nothing fails the calls that wait, not only those that were sent")
    func silent() async throws {
        try await withScriptedServer(greeting: []) { _, _, _ in
            []
        } _: { endpoint, _ in
            var configuration = ClientConfiguration()
            configuration.limits.prefaceMillisMax = 100
            await withTrunkClient(endpoint, configuration: configuration) { client in
                let errors = await withTaskGroup(of: RPCError?.self) { group in
                    for _ in 0..<20 { group.addTask { await client.error(TestMethod.echo, options: Self.patient) } }
                    return await group.reduce(into: []) { $0.append($1) }
                }
                #expect(errors.allSatisfy { $0?.code == .unavailable })
                #expect(errors.count { $0?.notExecuted == false } >= 16)
            }
        }
    }

    @Test("run ends when its task is cancelled, and lets the running calls end before it")
    func run() async throws {
        let service = TestService()
        try await withServer(service) { server, endpoint in
            let client = TrunkClient(endpoint)
            let run = Task { await client.run() }
            let call = Task { try await client.call(TestMethod.hold, "long", options: Self.patient) }
            #expect(await service.begun.first { _ in true } == "long")
            run.cancel()
            while await client.error(TestMethod.echo, options: Self.patient)?.reason != "CLIENT_CLOSED" {}
            service.gate.open()
            await run.value
            let answer = try await call.value
            #expect(answer == "long")
            await client.run()
        }
    }

    @Test("a stream that waits when its client goes ends, and one that runs breaks", arguments: [true, false])
    func abandoned(isRunning: Bool) async throws {
        let port = try await freePort()
        try await withServer { _, endpoint in
            let messages: MessageStream<Text>
            do {
                let client = TrunkClient(isRunning ? endpoint : .tcp(host: "127.0.0.1", port: port))
                messages = try await client.serverStreaming(
                    TestMethod.flood, Text("x"), options: CallOptions(waitForReady: true))
            }
            do throws(RPCError) {
                for try await _ in messages {}
                Issue.record("the stream has no end of its own")
            } catch {
                #expect(error.code == .unavailable && error.isLocal)
            }
        }
    }

    @Test("what has not ended when the grace of a close is over is cut off")
    func grace() async throws {
        let service = TestService()
        var configuration = ClientConfiguration()
        configuration.closeGrace = .milliseconds(20)
        try await withServer(service) { [configuration] _, endpoint in
            let client = TrunkClient(endpoint, configuration: configuration)
            let messages = try await client.serverStreaming(TestMethod.flood, Text("x"), options: .defaults)
            var iterator = messages.makeAsyncIterator()
            #expect(try await iterator.next() == Text("x"))
            await client.close()
            do throws(RPCError) {
                while try await iterator.next() != nil {}
                Issue.record("the stream has no end of its own")
            } catch {
                #expect(error.reason == "CLIENT_CLOSED" && error.notExecuted == false)
            }
        }
    }
}
