import Testing
import Trunk
import TrunkClient
import TrunkServer

/// A way for a call to end before its handler does.
enum Ending: String, CaseIterable, Sendable {
    case reset
    case deadline
    case connectionLost
    case violation
    case drainOver
    case abort
}

@Suite("The end of streams", .timeLimit(.minutes(1)))
struct StreamEndTests {
    /// The handler's outcome, and what END the client reads: nil when it reads none.
    private static func expected(_ ending: Ending) -> (outcome: String, code: UInt16?) {
        switch ending {
        case .reset: ("CANCELLED", 1)
        case .deadline: ("DEADLINE_EXCEEDED", 4)
        case .connectionLost: ("CANCELLED", nil)
        case .violation: ("CANCELLED", 3)
        case .drainOver: ("UNAVAILABLE", 14)
        case .abort: ("CANCELLED", nil)
        }
    }

    @Test(
        "a handler that waits, for a message or for credit, is woken by the end of its call",
        arguments: Ending.allCases, ["Hang", "Flood"])
    func woken(ending: Ending, method: String) async throws {
        let service = TestService()
        try await withServer(service) { server, endpoint in
            var peer = try await RawPeer(endpoint)
            let timeout: UInt64 = ending == .deadline ? 50_000 : 0
            let request =
                method == "Flood"
                ? RawFrame.request(1, "Flood", "40000", timeoutMicros: timeout)
                : RawFrame.streamRequest(1, "Hang", timeoutMicros: timeout)
            _ = try await peer.open([request])
            #expect(await peer.answer()?.type == 0x04)
            if method == "Flood" { #expect(await peer.answer()?.type == 0x04) }
            var ends: Task<Void, Never>?
            switch ending {
            case .reset: try await peer.send(RawFrame.reset(1).bytes)
            case .deadline: break
            case .connectionLost: await peer.close()
            case .violation: try await peer.send(RawFrame.end(1).bytes + RawFrame.end(1).bytes)
            case .drainOver: ends = Task { await server.drain(grace: .milliseconds(20)) }
            case .abort: ends = Task { await server.abort() }
            }
            let (outcome, code) = Self.expected(ending)
            let told = await service.streams.outcomes.first { _ in true }
            // A half-closed stream ends in order before the second END is read.
            if ending != .violation || method == "Flood" { #expect(told == "\(method): \(outcome)") }
            var end = await peer.answer()
            while let other = end, other.type == 0x0A { end = await peer.answer() }
            if ending != .violation || method == "Flood" { #expect(end?.code == code) }
            await ends?.value
            if ends == nil { while await server.statistics().handlersRunning > 0 { await Task.yield() } }
            await peer.close()
        }
    }

    @Test("a stream without a message either way is ended after its idle time, and not before")
    func idle() async throws {
        let service = TestService()
        try await withServer(service) { _, endpoint in
            var peer = try await RawPeer(endpoint)
            _ = try await peer.open([RawFrame.streamRequest(1, "Idle")])
            #expect(await peer.answer()?.text == "begun")
            let end = await peer.answer()
            #expect(end?.type == 0x05 && end?.code == 4)
            #expect(await service.streams.outcomes.first { _ in true } == "Idle: DEADLINE_EXCEEDED")
            await peer.close()
        }
    }

    @Test("a drain lets a stream finish within its grace")
    func drain() async throws {
        let service = TestService()
        try await withServer(service) { server, endpoint in
            var peer = try await RawPeer(endpoint)
            _ = try await peer.open([RawFrame.streamRequest(1, "Mirror"), .message(1, "before")])
            #expect(await peer.answer()?.text == "before")
            let draining = Task { await server.drain(grace: .seconds(30)) }
            #expect(await peer.answer()?.type == 0x0A)
            try await peer.send(RawFrame.message(1, "during", isLast: true).bytes)
            var kinds: [UInt8] = []
            while let frame = await peer.answer() { if frame.type != 0x0A { kinds.append(frame.type) } }
            #expect(kinds == [0x04, 0x05])
            await peer.close()
            await draining.value
            #expect(await service.streams.outcomes.first { _ in true } == "Mirror: ok")
        }
    }

    @Test("a client that half-closes TCP inside a stream has given it up (TRK-711)")
    func halfClosed() async throws {
        let service = TestService()
        try await withServer(service) { server, endpoint in
            var peer = try await RawPeer(endpoint)
            _ = try await peer.open([RawFrame.streamRequest(1, "Hang")])
            #expect(await peer.answer()?.text == "begun")
            try await peer.finish()
            #expect(await service.streams.outcomes.first { _ in true } == "Hang: CANCELLED")
            #expect(await peer.answer()?.code == 1)
            #expect(await peer.answer() == nil)
            await peer.close()
        }
    }

    @Test("aborting closes everything at once, a drain that waits included")
    func abort() async throws {
        let service = TestService()
        try await withServer(service) { server, endpoint in
            var peer = try await RawPeer(endpoint)
            _ = try await peer.open([RawFrame.request(1, "Wait", "long"), RawFrame.streamRequest(3, "Hang")])
            #expect(await peer.answer()?.text == "begun")
            let draining = Task { await server.drain(grace: .seconds(3600)) }
            #expect(await peer.answer()?.type == 0x0A)
            await server.abort()
            await draining.value
            #expect(await service.cancelled.first { _ in true } == "long")
            while await peer.answer() != nil {}
            await peer.close()
            await server.abort()
        }
    }
}
