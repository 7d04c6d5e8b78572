import Testing
import Trunk
import TrunkMessages

@Suite("One call", .timeLimit(.minutes(1)))
struct CallTests {
    @Test("a message comes back", arguments: Path.allCases)
    func echo(path: Path) async throws {
        try await withCaller(path) { (caller) async throws in
            #expect(try await caller.call(TestService.echo, "hello") == "hello")
            #expect(try await caller.call(TestService.echo, "") == "")
        }
    }

    @Test("a handler that leaves the loop and comes back is answered too", arguments: Path.allCases)
    func hop(path: Path) async throws {
        try await withCaller(path) { (caller) async throws in
            #expect(try await caller.call(TestService.hop, "back") == "back")
        }
    }

    @Test("a message of 800 KiB goes and comes in fragments", arguments: Path.allCases)
    func fragments(path: Path) async throws {
        let text = String(repeating: "0123456789abcdef", count: 800 * 1024 / 16)
        try await withCaller(path) { (caller) async throws in
            #expect(try await caller.call(TestService.echo, text) == text)
        }
    }

    @Test("a handler's error arrives with code, text and reason", arguments: Path.allCases)
    func failure(path: Path) async throws {
        try await withCaller(path) { (caller) async throws in
            let error = await caller.error(TestService.fail, "not now")
            #expect(error?.code == .failedPrecondition)
            #expect(error?.text == "not now")
            #expect(error?.reason == "TEST")
            #expect(error?.isLocal == false)
        }
    }

    @Test("a text above 1 KiB is cut, not refused (PROTOCOL §6)", arguments: Path.allCases)
    func longText(path: Path) async throws {
        try await withCaller(path) { (caller) async throws in
            let error = await caller.error(TestService.fail, String(repeating: "x", count: 3000))
            #expect(error?.code == .failedPrecondition)
            #expect(error?.text.utf8.count == 1024)
        }
    }

    @Test("an unknown method is UNIMPLEMENTED, and had no effect", arguments: Path.allCases)
    func unknownMethod(path: Path) async throws {
        try await withCaller(path) { (caller) async throws in
            let error = await caller.error(TestService.unknown)
            #expect(error?.code == .unimplemented)
            #expect(error?.notExecuted == true)
        }
    }

    @Test("without identity every method is UNAUTHENTICATED, known or not, but the anonymous", arguments: Path.allCases)
    func unauthenticated(path: Path) async throws {
        try await withCaller(path, token: nil) { (caller) async throws in
            #expect(await caller.error(TestService.echo)?.code == .unauthenticated)
            #expect(await caller.error(TestService.unknown)?.code == .unauthenticated)
            #expect(try await caller.call(TestService.anonymous, "hi") == "hi")
        }
    }

    @Test("a bad token for the connection spoils every call, the anonymous ones too")
    func badConnectionToken() async throws {
        try await withCaller(.socket, token: "bad") { (caller) async throws in
            #expect(await caller.error(TestService.echo)?.code == .unauthenticated)
            #expect(await caller.error(TestService.anonymous)?.code == .unauthenticated)
        }
    }

    @Test("a call's own token counts before the connection's, and a bad one never falls back", arguments: Path.allCases)
    func callToken(path: Path) async throws {
        try await withCaller(path) { (caller) async throws in
            #expect(try await caller.call(TestService.identify) == "good")
            let own = CallOptions(token: Array("user-7".utf8))
            #expect(try await caller.call(TestService.identify, options: own) == "user-7")
            let bad = CallOptions(token: Array("bad".utf8))
            #expect(await caller.error(TestService.identify, options: bad)?.code == .unauthenticated)
        }
    }

    @Test("a malformed message is INVALID_ARGUMENT and costs one call", arguments: Path.allCases)
    func malformed(path: Path) async throws {
        try await withCaller(path) { (caller) async throws in
            let error = await caller.error(TestService.echo, "!")
            #expect(error?.code == .invalidArgument)
            #expect(error?.reason == "MESSAGE_MALFORMED")
            #expect(try await caller.call(TestService.echo, "fine") == "fine")
        }
    }

    @Test("a call that takes too long ends with DEADLINE_EXCEEDED", arguments: Path.allCases)
    func deadline(path: Path) async throws {
        try await withCaller(path) { (caller) async throws in
            let options = CallOptions(timeout: .milliseconds(50))
            let error = await caller.error(TestService.wait, "late", options: options)
            #expect(error?.code == .deadlineExceeded)
        }
    }

    @Test("cancelling the caller's task ends its call at once and reaches the handler", arguments: Path.allCases)
    func cancellation(path: Path) async throws {
        let service = TestService()
        try await withCaller(path, service) { (caller) async throws in
            let task = Task { await caller.error(TestService.wait, "unwanted") }
            #expect(await service.begun.first { _ in true } == "unwanted")
            task.cancel()
            #expect(await task.value?.code == .cancelled)
            #expect(await service.cancelled.first { _ in true } == "unwanted")
            #expect(try await caller.call(TestService.echo, "still here") == "still here")
        }
    }

    @Test("a call whose task is cancelled before it begins is never sent", arguments: Path.allCases)
    func cancelledBefore(path: Path) async throws {
        let service = TestService()
        try await withCaller(path, service) { (caller) async throws in
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return await caller.error(TestService.echo)
            }
            #expect(await task.value?.code == .cancelled)
            #expect(service.servedCount == 0)
        }
    }
}
