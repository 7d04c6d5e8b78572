import Testing
import Trunk
import TrunkClient

@Suite("Endpoints and connections", .timeLimit(.minutes(1)))
struct EndpointTests {
    private static let patient = CallOptions(timeout: .seconds(30))
    private static let waiting = CallOptions(timeout: .seconds(30), waitForReady: true)

    private static func local(_ port: Int) -> Endpoint { .tcp(host: "127.0.0.1", port: port) }

    @Test("whatever the order drawn, a client reaches the endpoint that answers")
    func failOver() async throws {
        let dead = try await freePort()
        try await withServer { _, endpoint in
            for number in 0..<20 {
                let answer = try await withTrunkClient([Self.local(dead), endpoint]) { (client) async throws in
                    try await client.call(TestMethod.echo, "\(number)", options: Self.patient)
                }
                #expect(answer == "\(number)")
            }
        }
    }

    @Test("when no endpoint can be reached a call fails at once, and was certainly not executed")
    func unreachable() async throws {
        let endpoints = [Self.local(try await freePort()), Self.local(try await freePort())]
        await withTrunkClient(endpoints) { client in
            for _ in 0..<5 {
                let error = await client.error(TestMethod.echo, options: Self.patient)
                #expect(error?.code == .unavailable && error?.reason == "UNREACHABLE")
                #expect(error?.notExecuted == true && error?.isLocal == true && error?.attempts == 0)
            }
        }
    }

    @Test("a call that waits for a server finds it when it comes up")
    func waitForReady() async throws {
        let port = try await freePort()
        try await withTrunkClient(Self.local(port)) { (client) async throws in
            let call = Task { try await client.call(TestMethod.echo, "early", options: Self.waiting) }
            // By then a connect has failed.
            #expect(await client.error(TestMethod.echo, options: Self.patient)?.code == .unavailable)
            try await withServer(port: port) { _, _ in
                let answer = try await call.value
                #expect(answer == "early")
            }
        }
    }

    @Test("waiting for a server ends with the deadline, or the task")
    func waitForReadyEnds() async throws {
        let port = try await freePort()
        await withTrunkClient(Self.local(port)) { client in
            let late = await client.error(
                TestMethod.echo, options: CallOptions(timeout: .milliseconds(30), waitForReady: true))
            #expect(late?.code == .deadlineExceeded && late?.notExecuted == true && late?.attempts == 0)
            let call = Task { await client.error(TestMethod.echo, options: Self.waiting) }
            _ = await client.error(TestMethod.echo, options: Self.patient)
            call.cancel()
            #expect(await call.value?.code == .cancelled)
        }
    }

    @Test("a client without endpoints says so")
    func nowhere() async {
        await withTrunkClient([]) { client in
            let error = await client.error(TestMethod.echo, options: Self.patient)
            #expect(error?.code == .unavailable && error?.notExecuted == true)
        }
    }

    @Test("an endpoint that turns everybody away is asked less and less often")
    func backOff() async throws {
        try await withScriptedServer(greeting: [.goAway(last: 0, reason: 5)]) { _, _, _ in
            []
        } _: { endpoint, script in
            await withTrunkClient(endpoint) { client in
                let begin = ContinuousClock.now
                let call = Task { await client.error(TestMethod.echo, options: Self.waiting) }
                while script.connectionCount < 6 { await Task.yield() }
                // At least 5, 10, 20, 40 and 80 ms lie between them.
                #expect(ContinuousClock.now - begin >= .milliseconds(155))
                call.cancel()
                #expect(await call.value?.code == .cancelled)
            }
        }
    }

    @Test("an endpoint that answers with GOAWAY instead of HELLO is passed over")
    func busy() async throws {
        try await withScriptedServer(greeting: [.goAway(last: 0, reason: 5)]) { _, _, _ in
            []
        } _: { busy, script in
            try await withServer { _, endpoint in
                while script.connectionCount == 0 {
                    try await withTrunkClient([busy, endpoint]) { (client) async throws in
                        let answer = try await client.call(TestMethod.echo, "served", options: Self.patient)
                        #expect(answer == "served")
                    }
                }
            }
            await withTrunkClient(busy) { client in
                let error = await client.error(TestMethod.echo, options: Self.patient)
                #expect(error?.code == .unavailable && error?.notExecuted == true)
            }
        }
    }

    @Test("a GOAWAY's delay is for its endpoint: another takes the call at once (TRK-705)")
    func spread() async throws {
        try await withScriptedServer { _, _, _ in
            [.send(.goAway(last: 0, spreadMillis: 60_000))]
        } _: { leaving, script in
            try await withServer { _, endpoint in
                while script.connectionCount == 0 {
                    try await withTrunkClient([leaving, endpoint]) { (client) async throws in
                        let answer = try await client.call(TestMethod.echo, "moved", options: Self.patient)
                        #expect(answer == "moved")
                    }
                }
            }
        }
    }

    @Test("further connections are opened when the slots are taken, and calls wait at the last of them")
    func slots() async throws {
        let service = TestService()
        var configuration = ClientConfiguration()
        configuration.connectionsMax = 2
        try await withServer(service, configure: { $0.limits.concurrentStreamsMax = 16 }) {
            [configuration] server, endpoint in
            try await withTrunkClient(endpoint, configuration: configuration) { (client) async throws in
                let calls = (0..<40).map { number in
                    Task { try await client.call(TestMethod.hold, "\(number)", options: Self.patient) }
                }
                var begun = 0
                for await _ in service.begun {
                    begun += 1
                    if begun == 32 { break }
                }
                #expect(await server.statistics().connectionsAccepted == 2)
                let late = await client.error(TestMethod.echo, options: CallOptions(timeout: .milliseconds(20)))
                #expect(late?.code == .deadlineExceeded && late?.notExecuted == true)
                service.gate.open()
                for (number, call) in calls.enumerated() {
                    let answer = try await call.value
                    #expect(answer == "\(number)")
                }
                #expect(await server.statistics().connectionsAccepted == 2)
            }
        }
    }

    @Test("connections that nobody needs any more close, and one stays")
    func idle() async throws {
        let service = TestService()
        var configuration = ClientConfiguration()
        configuration.idleConnectionTimeout = .milliseconds(1)
        try await withServer(service, configure: { $0.limits.concurrentStreamsMax = 16 }) {
            [configuration] server, endpoint in
            try await withTrunkClient(endpoint, configuration: configuration) { (client) async throws in
                let calls = (0..<20).map { _ in
                    Task { try await client.call(TestMethod.hold, options: Self.patient) }
                }
                var begun = 0
                for await _ in service.begun {
                    begun += 1
                    if begun == 20 { break }
                }
                #expect(await server.statistics().connectionsOpen == 2)
                service.gate.open()
                for call in calls { _ = try await call.value }
                while await server.statistics().connectionsOpen > 1 { await Task.yield() }
                let answer = try await client.call(TestMethod.echo, "still", options: Self.patient)
                #expect(answer == "still")
                #expect(await server.statistics().connectionsOpen == 1)
            }
        }
    }
}
