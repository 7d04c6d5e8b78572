import Testing
import Trunk
import TrunkClient
import TrunkServer

@Suite("Bytes on a socket", .timeLimit(.minutes(1)))
struct RawSessionTests {
    @Test("every split of a session gives the same answer")
    func splits() async throws {
        let session =
            RawFrame.opening() + RawFrame.request(1, "Echo", "one").bytes + RawFrame.request(3, "Unknown", "").bytes
            + RawFrame.request(7, "Fail", "no").bytes + RawFrame(type: 0xF3, payload: [1, 2]).bytes
            + RawFrame(type: 0x08, payload: [1, 2, 3, 4, 5, 6, 7, 8]).bytes
        try await withServer { _, endpoint in
            let whole = try await Self.answer(to: [session], at: endpoint)
            #expect(whole.map(\.type) == [0x01, 0x03, 0x05, 0x05, 0x09])
            #expect(whole.map(\.stream) == [0, 1, 3, 7, 0])
            #expect(whole.map(\.code) == [0, 0, 12, 9, 0])
            for split in 1..<session.count {
                let parts = [Array(session[..<split]), Array(session[split...])]
                let answer = try await Self.answer(to: parts, at: endpoint)
                #expect(answer == whole, "split at byte \(split)")
            }
            let drops = try await Self.answer(to: session.map { [$0] }, at: endpoint)
            #expect(drops == whole)
        }
    }

    private static func answer(to parts: [[UInt8]], at endpoint: Endpoint) async throws -> [RawFrame] {
        var peer = try await RawPeer(endpoint)
        for part in parts { try await peer.send(part) }
        try await peer.finish()
        #expect(await peer.read(10) == [0x89, 0x54, 0x52, 0x4B, 0x0D, 0x0A, 0x1A, 0x0A, 1, 1])
        _ = await peer.read(2)
        var frames: [RawFrame] = []
        while let frame = await peer.frame() {
            if let frame = frame.withoutChance { frames.append(frame) }
        }
        await peer.close()
        return frames
    }

    @Test(
        "what does not begin with the magic is closed without a byte (TRK-103)",
        arguments: [
            "GET / HTTP/1.1\r\nHost: example\r\n\r\n", "SSH-2.0-OpenSSH_9\r\n", "\u{16}\u{3}\u{1}\u{0}", "trunk!",
        ])
    func wrongMagic(text: String) async throws {
        try await withServer { server, endpoint in
            var peer = try await RawPeer(endpoint)
            try await peer.send(Array(text.utf8))
            #expect(await peer.readToEnd() == [])
            await peer.close()
            #expect(await server.statistics().closes["not trunk"] == 1)
        }
    }

    @Test("without a common version the server answers 0 and GOAWAY(VERSION) (TRK-104)")
    func versionMismatch() async throws {
        try await withServer { _, endpoint in
            var peer = try await RawPeer(endpoint)
            try await peer.send([0x89, 0x54, 0x52, 0x4B, 0x0D, 0x0A, 0x1A, 0x0A, 2, 9, 0, 0])
            #expect(await peer.read(10).suffix(2) == [0, 1])
            _ = await peer.read(2)
            let farewell = await peer.frame()
            #expect(farewell?.type == 0x0A && farewell?.code == 2)
            #expect(await peer.frame() == nil)
            await peer.close()
        }
    }

    /// A frame that costs the connection, and the reason GOAWAY gives.
    struct Offence: Sendable, CustomStringConvertible {
        let description: String
        let bytes: [UInt8]
        var reason: UInt16 = 1
    }

    static let offences = [
        Offence(description: "an even id", bytes: RawFrame.request(2, "Echo", "").bytes),
        Offence(description: "a REQUEST on stream 0", bytes: RawFrame.request(0, "Echo", "").bytes),
        Offence(description: "an id that was never opened", bytes: RawFrame(type: 0x06, stream: 9).bytes),
        Offence(description: "type 0B", bytes: RawFrame(type: 0x0B).bytes),
        Offence(description: "a second HELLO", bytes: RawFrame.hello().bytes),
        Offence(description: "a flag not allowed", bytes: RawFrame(type: 0x06, flags: 0x02, stream: 1).bytes),
        Offence(description: "a PING of 7 bytes", bytes: RawFrame(type: 0x08, payload: [0, 0, 0, 0, 0, 0, 0]).bytes),
        Offence(description: "a frame above the limit", bytes: [0, 1, 0, 1, 4, 0, 0, 0, 0, 0, 0, 1], reason: 3),
    ]

    @Test("a broken rule of the connection gets GOAWAY with its id, then the close", arguments: offences)
    func protocolError(offence: Offence) async throws {
        try await withServer { server, endpoint in
            var peer = try await RawPeer(endpoint)
            _ = try await peer.open([RawFrame.request(1, "Echo", "fine")])
            #expect(await peer.answer()?.message == "fine")
            try await peer.send(offence.bytes)
            let farewell = await peer.answer()
            #expect(farewell?.type == 0x0A)
            #expect(farewell?.code == offence.reason)
            #expect(
                farewell.map { String(decoding: $0.payload.dropFirst(12), as: UTF8.self).hasPrefix("TRK-") } == true)
            #expect(await peer.frame() == nil)
            await peer.close()
            #expect(await server.statistics().closes["violation"] == 1)
        }
    }

    @Test("one call too many is refused without effect, and its slot comes back when a handler returns (TRK-807)")
    func concurrencyLimit() async throws {
        let service = TestService()
        try await withServer(service, configure: { $0.limits.concurrentStreamsMax = 16 }) { _, endpoint in
            var peer = try await RawPeer(endpoint)
            let calls = (0..<17).map { RawFrame.request(UInt32($0 * 2 + 1), "Stubborn", "\($0)") }
            _ = try await peer.open(calls)
            let refusal = await peer.answer()
            #expect(refusal?.type == 0x05 && refusal?.stream == 33)
            #expect(refusal?.code == 8 && refusal?.flags == 0x10)
            service.gate.open()
            var streams: Set<UInt32> = []
            for _ in 0..<16 { streams.insert(await peer.answer()?.stream ?? 0) }
            #expect(streams == Set((0..<16).map { UInt32($0 * 2 + 1) }))
            try await peer.send(RawFrame.request(35, "Echo", "again").bytes)
            #expect(await peer.answer()?.message == "again")
            await peer.close()
        }
    }

    @Test("a stubborn handler's caller is told at its deadline, and the late answer is dropped (TRK-501)")
    func stubbornHandler() async throws {
        let service = TestService()
        try await withServer(service) { server, endpoint in
            var peer = try await RawPeer(endpoint)
            _ = try await peer.open([RawFrame.request(1, "Stubborn", "late", timeoutMicros: 20_000)])
            let end = await peer.answer()
            #expect(end?.type == 0x05 && end?.code == 4 && end?.flags == 0)
            service.gate.open()
            try await peer.send(RawFrame.request(3, "Echo", "next").bytes)
            #expect(await peer.answer()?.message == "next")
            await peer.close()
            let statistics = await server.statistics()
            #expect(statistics.callsEnded(.deadlineExceeded) == 1)
            #expect(statistics.callsEnded(.cancelled) == 0)
        }
    }

    @Test("the deadline of a call cancels its handler (TRK-501)")
    func deadline() async throws {
        let service = TestService()
        try await withServer(service) { _, endpoint in
            var peer = try await RawPeer(endpoint)
            _ = try await peer.open([RawFrame.request(1, "Wait", "late", timeoutMicros: 20_000)])
            let end = await peer.answer()
            #expect(end?.type == 0x05 && end?.code == 4)
            #expect(await service.cancelled.first { _ in true } == "late")
            await peer.close()
        }
    }

    @Test("RESET cancels the handler, and the server ends the call when it has returned (TRK-321)")
    func reset() async throws {
        let service = TestService()
        try await withServer(service) { _, endpoint in
            var peer = try await RawPeer(endpoint)
            _ = try await peer.open([RawFrame.request(1, "Wait", "unwanted")])
            #expect(await service.begun.first { _ in true } == "unwanted")
            try await peer.send(RawFrame(type: 0x06, code: 1, stream: 1).bytes)
            #expect(await service.cancelled.first { _ in true } == "unwanted")
            let end = await peer.answer()
            #expect(end?.type == 0x05 && end?.stream == 1)
            await peer.close()
        }
    }

    @Test("a half-closed client still gets its answers")
    func halfClose() async throws {
        let service = TestService()
        try await withServer(service) { server, endpoint in
            var peer = try await RawPeer(endpoint)
            _ = try await peer.open([RawFrame.request(1, "Stubborn", "answer")])
            #expect(await service.begun.first { _ in true } == "answer")
            try await peer.finish()
            _ = await server.statistics()
            service.gate.open()
            #expect(await peer.answer()?.message == "answer")
            #expect(await peer.frame() == nil)
            await peer.close()
        }
    }
}
