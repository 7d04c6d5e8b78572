import Foundation
import Synchronization
import Testing
import Trunk
import TrunkClient
import TrunkTLS
import X509

/// RT-G12: a certificate is rotated while everybody calls.
@Suite("Rotation under load")
struct RotationTests {
    private static let rotations = 20

    @Test("20 rotations while connections are opened and call all the time: no call fails, each next one is shown")
    func rotation() async throws {
        let files = try TestFiles()
        let authority = try TestAuthority()
        let client = try files.client(trusting: authority)
        try await Bench.run(try files.server(try authority.issue(.localhost))) { bench in
            let load = Load(bench, client)
            async let failures = load.run()
            for round in 1...Self.rotations {
                // Certificate and key change one after the other, as they do in life: a reload in between sees two that
                // do not belong together, and goes on with the old ones.
                let next = try authority.issue(.localhost)
                try files.write("server.pem", next.pem)
                #expect(!bench.tls.reload())
                await load.passes(20)
                try files.write("server.key", next.keyPEM)
                #expect(bench.tls.reload(), "round \(round)")
                let shown = try await bench.shownCertificate()
                #expect(try shown == next.certificate.serializeAsPEM().derBytes, "round \(round)")
                await load.passes(20)
            }
            load.stop()
            #expect(await failures.isEmpty)
            #expect(bench.log.refusals.isEmpty)
            #expect(bench.log.lines.count { $0.hasPrefix("TLS certificate taken up") } == Self.rotations)
        }
    }

    /// Six workers that call all the time: two on one connection, the others on a new one for every five calls.
    private final class Load: Sendable {
        private let bench: Bench
        private let tls: ClientTLS
        private let isOver = Atomic(false)

        init(_ bench: Bench, _ tls: ClientTLS) {
            self.bench = bench
            self.tls = tls
        }

        func stop() { isOver.store(true, ordering: .relaxed) }

        /// Returns when so many more calls have been served.
        func passes(_ count: Int) async {
            let served = bench.echo.servedCount
            while bench.echo.servedCount < served + count, !Task.isCancelled { await Task.yield() }
        }

        /// Runs until it is stopped; answers what went wrong.
        func run() async -> [String] {
            await withTaskGroup(of: [String].self) { group in
                for worker in 0..<6 { group.addTask { await self.work(callsMax: worker < 2 ? Int.max : 5) } }
                return await group.reduce(into: []) { $0 += $1 }
            }
        }

        private func work(callsMax: Int) async -> [String] {
            var failures: [String] = []
            while !isOver.load(ordering: .relaxed) {
                let failure = await withTrunkClient(bench.endpoint, tls: tls) { client in
                    await self.call(client, callsMax)
                }
                if let failure { failures.append(failure.description) }
            }
            return failures
        }

        private func call(_ client: TrunkClient, _ callsMax: Int) async -> RPCError? {
            do throws(RPCError) {
                var count = 0
                while !isOver.load(ordering: .relaxed), count < callsMax {
                    _ = try await client.unary(Echo.call, Text("\(count)"), options: .defaults)
                    count += 1
                }
                return nil
            } catch {
                return error
            }
        }
    }
}
