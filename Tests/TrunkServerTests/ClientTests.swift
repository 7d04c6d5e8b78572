import Testing
import Trunk
import TrunkClient
import TrunkMessages
import TrunkServer

@Suite("The client's connection", .timeLimit(.minutes(1)))
struct ClientTests {
    private static let configuration = ClientConfiguration(token: Array("good".utf8))

    @Test("10,000 calls at once share one connection, and far fewer writes")
    func pipelined() async throws {
        // Time enough for a machine under a sanitizer.
        let patient = CallOptions(timeout: .seconds(55))
        var configuration = Self.configuration
        configuration.connectionsMax = 1
        try await withServer { [configuration] server, endpoint in
            await withTrunkClient(endpoint, configuration: configuration) { client in
                let answers = await withTaskGroup(of: Bool.self, returning: Int.self) { group in
                    for number in 0..<10_000 {
                        group.addTask {
                            (try? await client.call(TestService.echo, "\(number)", options: patient)) == "\(number)"
                        }
                    }
                    return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
                }
                #expect(answers == 10_000)
                let statistics = await server.statistics()
                #expect(statistics.callsEnded(.ok) == 10_000)
                #expect(statistics.connectionsAccepted == 1)
                #expect(statistics.flushes < 5_000)
            }
        }
    }

    @Test("a server that comes back on its address is found again")
    func reconnects() async throws {
        try await withServer { first, endpoint in
            try await withTrunkClient(endpoint, configuration: Self.configuration) { client in
                let before = try await client.call(TestService.echo, "before")
                #expect(before == "before")
                await first.drain(grace: .zero)
                guard case .tcp(let host, let port) = endpoint else { return }
                try await withServer(at: .tcp(host: host, port: port)) { _, _ in
                    let after = try await client.call(TestService.echo, "after")
                    #expect(after == "after")
                }
            }
        }
    }

    @Test("a call that the server certainly did not execute goes to a new connection by itself (TRK-706)")
    func retried() async throws {
        let goAway = RawFrame(type: 0x0A, code: 8, payload: [UInt8](repeating: 0, count: 12))
        let answer = RawFrame(
            type: 0x03, flags: 0x09, stream: 1, payload: [0, 0, 0xFF, 0xFF, 0, 0, 0, 0] + [0x6F, 0x6B])
        try await withScriptedServer([[goAway], [answer]]) { endpoint, script in
            try await withTrunkClient(endpoint) { client in
                let text = try await client.call(TestService.echo, "once more")
                #expect(text == "ok")
                #expect(script.connectionCount == 2)
            }
        }
    }

    @Test("a call that may have been executed is not sent again")
    func lost() async throws {
        try await withScriptedServer([nil, nil]) { endpoint, script in
            await withTrunkClient(endpoint) { client in
                let error = await client.error(TestService.echo, "lost")
                #expect(error?.code == .unavailable)
                #expect(error?.notExecuted == false && error?.isLocal == true)
                #expect(script.connectionCount == 1)
            }
        }
    }

    @Test("a silent server costs a call its deadline, and no more")
    func silent() async throws {
        try await withScriptedServer([[]]) { endpoint, _ in
            await withTrunkClient(endpoint) { client in
                let options = CallOptions(timeout: .milliseconds(20))
                let error = await client.error(TestService.echo, "anyone?", options: options)
                #expect(error?.code == .deadlineExceeded)
                #expect(error?.isLocal == true)
            }
        }
    }

    @Test("a reply that is no message is the server's defect")
    func malformedReply() async throws {
        let answer = RawFrame(type: 0x03, flags: 0x09, stream: 1, payload: [0, 0, 0xFF, 0xFF, 0, 0, 0, 0] + [0x21])
        try await withScriptedServer([[answer]]) { endpoint, _ in
            await withTrunkClient(endpoint) { client in
                let error = await client.error(TestService.echo)
                #expect(error?.code == .internalError && error?.reason == "REPLY_MALFORMED")
            }
        }
    }

    @Test("a closed client makes no calls")
    func closed() async throws {
        try await withServer { _, endpoint in
            let client = TrunkClient(endpoint, configuration: Self.configuration)
            let answer = try await client.call(TestService.echo, "first")
            #expect(answer == "first")
            await client.close()
            #expect(await client.error(TestService.echo)?.reason == "CLIENT_CLOSED")
            await client.close()
        }
    }

    @Test("when the ids run out, the next call opens a new connection (TRK-214)")
    func idsRunOut() async throws {
        var configuration = Self.configuration
        configuration.firstStream = 0x7FFF_FFFD
        try await withServer { [configuration] server, endpoint in
            try await withTrunkClient(endpoint, configuration: configuration) { client in
                for number in 0..<5 {
                    let answer = try await client.call(TestService.echo, "\(number)")
                    #expect(answer == "\(number)")
                }
                let statistics = await server.statistics()
                #expect(statistics.connectionsAccepted == 3)
            }
        }
    }
}
