import Testing
import Trunk
import TrunkClient

@Suite("Calls that are made again", .timeLimit(.minutes(1)))
struct RetryTests {
    private static let quick = RetryPolicy(firstDelayMax: .milliseconds(1), delayMax: .milliseconds(2))
    private static let patient = CallOptions(timeout: .seconds(30), retry: quick)

    @Test("a method without side effects is tried three times, with the same bytes and the attempt's number")
    func attempts() async throws {
        try await withScriptedServer { request, number, _ in
            [.send(number < 2 ? .end(request.stream, RawFrame.unavailable) : .reply(request.stream, "third"))]
        } _: { endpoint, script in
            try await withTrunkClient(endpoint) { (client) async throws in
                let answer = try await client.call(TestMethod.find, "who", options: Self.patient)
                #expect(answer == "third")
                #expect(script.requests.map(\.attempt) == [0, 1, 2])
                #expect(script.requests.map(\.requestText) == ["who", "who", "who"])
            }
        }
    }

    @Test("after three attempts the error says how many there were, and how long they took here and there")
    func exhausted() async throws {
        try await withScriptedServer { request, _, _ in
            [.send(.end(request.stream, RawFrame.unavailable))]
        } _: { endpoint, script in
            await withTrunkClient(endpoint) { client in
                let error = await client.error(TestMethod.change, options: Self.patient)
                #expect(error?.code == .unavailable && error?.isLocal == false)
                #expect(error?.attempts == 3 && script.requests.count == 3)
                #expect(error?.serverElapsed == .microseconds(2_500))
                #expect(error?.elapsed ?? .zero > .zero)
            }
        }
    }

    @Test(
        "a method that may not be repeated is not, after UNAVAILABLE as after a lost connection",
        arguments: [true, false])
    func unknown(closes: Bool) async throws {
        try await withScriptedServer { request, _, _ in
            [closes ? .close : .send(.end(request.stream, RawFrame.unavailable))]
        } _: { endpoint, script in
            await withTrunkClient(endpoint) { client in
                let error = await client.error(TestMethod.echo, options: Self.patient)
                #expect(error?.code == .unavailable && error?.notExecuted == false && error?.attempts == 1)
                #expect(error?.isLocal == closes)
                #expect(script.requests.count == 1)
            }
        }
    }

    @Test("an idempotent call goes to a new connection after its own broke")
    func lost() async throws {
        try await withScriptedServer { request, number, _ in
            number == 0 ? [.close] : [.send(.reply(request.stream, "again"))]
        } _: { endpoint, script in
            try await withTrunkClient(endpoint) { (client) async throws in
                let answer = try await client.call(TestMethod.change, options: Self.patient)
                #expect(answer == "again" && script.connectionCount == 2)
            }
        }
    }

    @Test("NOT_EXECUTED is answered with one more try on the same connection, whatever the method (TRK-604)")
    func notExecuted() async throws {
        try await withScriptedServer { request, _, _ in
            [.send(.end(request.stream, RawFrame.unavailable, flags: RawFrame.notExecuted))]
        } _: { endpoint, script in
            await withTrunkClient(endpoint) { client in
                let options = CallOptions(timeout: .seconds(30), retry: RetryPolicy.none)
                let error = await client.error(TestMethod.echo, options: options)
                #expect(error?.code == .unavailable && error?.notExecuted == true)
                #expect(error?.attempts == 2)
                #expect(script.requests.map(\.attempt) == [0, 1] && script.connectionCount == 1)
            }
        }
    }

    @Test("a method that may be repeated has its three attempts after NOT_EXECUTED too")
    func notExecutedIdempotent() async throws {
        try await withScriptedServer { request, number, _ in
            let refusal = RawFrame.end(request.stream, RawFrame.unavailable, flags: RawFrame.notExecuted)
            return [.send(number < 2 ? refusal : .reply(request.stream, "third"))]
        } _: { endpoint, script in
            try await withTrunkClient(endpoint) { (client) async throws in
                let answer = try await client.call(TestMethod.change, options: Self.patient)
                #expect(answer == "third" && script.connectionCount == 1)
            }
        }
    }

    @Test("NOT_EXECUTED with a time to wait is answered with one more try then, whatever the method")
    func notExecutedYet() async throws {
        try await withScriptedServer { request, _, _ in
            let flags = RawFrame.notExecuted
            return [.send(.end(request.stream, RawFrame.unavailable, flags: flags, retryAfterMicros: 1_000))]
        } _: { endpoint, script in
            await withTrunkClient(endpoint) { client in
                let error = await client.error(TestMethod.echo, options: Self.patient)
                #expect(error?.notExecuted == true && error?.attempts == 2)
                #expect(script.requests.count == 2)
            }
        }
    }

    @Test("a call that may have been executed once is never said not to have been")
    func doubtful() async throws {
        try await withScriptedServer { request, number, _ in
            let refusal = RawFrame.end(
                request.stream, RawFrame.unavailable, flags: RawFrame.notExecuted | RawFrame.noRetry)
            return number == 0 ? [.close] : [.send(refusal)]
        } _: { endpoint, script in
            await withTrunkClient(endpoint) { client in
                let error = await client.error(TestMethod.change, options: Self.patient)
                #expect(error?.noRetry == true && error?.notExecuted == false && error?.attempts == 2)
                #expect(script.requests.count == 2)
            }
        }
    }

    @Test("RESOURCE_EXHAUSTED is tried again when the server says when", arguments: [true, false])
    func retryAfter(isTold: Bool) async throws {
        try await withScriptedServer { request, number, _ in
            let wait: UInt64? = isTold ? 1_000 : nil
            let refusal = RawFrame.end(request.stream, RawFrame.resourceExhausted, retryAfterMicros: wait)
            return [.send(number == 0 ? refusal : .reply(request.stream, "later"))]
        } _: { endpoint, script in
            await withTrunkClient(endpoint) { client in
                let error = await client.error(TestMethod.find, options: Self.patient)
                #expect(error?.code == (isTold ? nil : .resourceExhausted))
                #expect(script.requests.count == (isTold ? 2 : 1))
            }
        }
    }

    @Test("a wait beyond the deadline ends the call at once, with what the server said")
    func beyondDeadline() async throws {
        try await withScriptedServer { request, _, _ in
            [.send(.end(request.stream, RawFrame.unavailable, retryAfterMicros: 3_600_000_000))]
        } _: { endpoint, script in
            await withTrunkClient(endpoint) { client in
                let error = await client.error(TestMethod.find, options: Self.patient)
                #expect(error?.code == .unavailable && error?.retryAfter == .seconds(3600))
                #expect(script.requests.count == 1)
            }
        }
    }

    @Test("the budget of a client ends its retries: the fifth failure is the first without one")
    func budget() async throws {
        try await withScriptedServer { request, _, _ in
            [.send(.end(request.stream, RawFrame.unavailable))]
        } _: { endpoint, script in
            await withTrunkClient(endpoint) { client in
                let policy = RetryPolicy(attemptsMax: 2, firstDelayMax: .zero, delayMax: .zero)
                var attempts: [Int] = []
                for _ in 0..<5 {
                    let options = CallOptions(timeout: .seconds(30), retry: policy)
                    attempts.append(await client.error(TestMethod.find, options: options)?.attempts ?? 0)
                }
                // 10 tokens: 9 again, 8; 7 again, 6; 5; 4; 3.
                #expect(attempts == [2, 2, 1, 1, 1])
                #expect(script.requests.count == 7)
            }
        }
    }

    @Test("a call that waits for its next attempt can be cancelled, and runs out of time")
    func waiting() async throws {
        try await withScriptedServer { request, _, _ in
            [.send(.end(request.stream, RawFrame.unavailable, retryAfterMicros: 30_000_000))]
        } _: { endpoint, script in
            await withTrunkClient(endpoint) { client in
                let options = CallOptions(timeout: .seconds(60))
                let call = Task { await client.error(TestMethod.find, options: options) }
                await script.frames(1, ofType: 0x02)
                // The loop of the client has acted on the answer when it has answered another call.
                _ = await client.error(TestMethod.find, options: CallOptions(timeout: .milliseconds(20)))
                call.cancel()
                #expect(await call.value?.code == .cancelled)
            }
        }
    }
}
