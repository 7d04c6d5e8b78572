import Testing
import Trunk
import TrunkClient
import TrunkServer

@Suite("Drain", .timeLimit(.minutes(1)))
struct DrainTests {
    @Test("running calls finish: GOAWAY twice, the answer, the close (TRK-705)")
    func transcript() async throws {
        let service = TestService()
        try await withServer(service) { server, endpoint in
            var peer = try await RawPeer(endpoint)
            _ = try await peer.open([RawFrame.request(1, "Stubborn", "patience")])
            #expect(await service.begun.first { _ in true } == "patience")
            let draining = Task { await server.drain(grace: .seconds(20)) }
            var frame = await peer.frame()
            while let other = frame, other.type != 0x0A { frame = await peer.frame() }
            #expect(frame?.code == 8)
            #expect(frame?.payload.prefix(4) == [0xFF, 0xFF, 0xFF, 0xFF])
            let ping = await peer.frame()
            #expect(ping?.type == 0x08)
            try await peer.send(RawFrame(type: 0x09, payload: ping?.payload ?? []).bytes)
            let last = await peer.frame()
            #expect(last?.type == 0x0A && last?.payload.prefix(4) == [0, 0, 0, 1])
            service.gate.open()
            #expect(await peer.answer()?.message == "patience")
            #expect(await peer.frame() == nil)
            await peer.close()
            await draining.value
        }
    }

    @Test("when the grace is over, what still runs is cancelled and told UNAVAILABLE")
    func graceOver() async throws {
        let service = TestService()
        try await withServer(service) { server, endpoint in
            try await withTrunkClient(endpoint, configuration: ClientConfiguration(token: Array("good".utf8))) {
                (client) async throws in
                let call = Task { await client.error(TestService.wait, "long") }
                #expect(await service.begun.first { _ in true } == "long")
                await server.drain(grace: .milliseconds(20))
                #expect(await service.cancelled.first { _ in true } == "long")
                #expect(await call.value?.code == .unavailable)
            }
        }
    }

    @Test("a drained server refuses to connect, and to be started again")
    func afterwards() async throws {
        try await withServer { server, endpoint in
            await server.drain(grace: .zero)
            let client = TrunkClient(endpoint)
            let error = await client.error(TestService.echo)
            #expect(error?.code == .unavailable)
            #expect(error?.isLocal == true && error?.notExecuted == true)
            await client.close()
            await #expect(throws: ServerError.alreadyStarted) {
                try await server.start(.tcp(host: "127.0.0.1", port: 0))
            }
        }
    }

    @Test("an address beyond loopback is not served in the clear")
    func plaintext() async throws {
        await #expect(throws: ServerError.plaintextBeyondLoopback) {
            try await withServer(at: .tcp(host: "0.0.0.0", port: 0)) { _, _ in }
        }
    }
}
