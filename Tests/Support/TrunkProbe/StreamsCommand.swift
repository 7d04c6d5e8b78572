internal import ArgumentParser
internal import EchoService
internal import Logging
internal import Trunk
internal import TrunkClient
internal import TrunkServer
internal import TrunkWire

/// Runs of many streams at once over one connection, with limits drawn anew for each run: none may wait for ever.
struct StreamsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "streams", abstract: "Play streams of all kinds and sizes at once, and check every answer.")

    /// What one run came to.
    private struct Run {
        var right = 0
        var exhausted = 0
        var wrong: [String] = []
        var hasSmallPools = false
        var limits = ""
    }

    /// What is printed.
    private struct Summary: Encodable {
        var runs = 0
        var streams = 0
        var exhausted = 0
        var wrong: [String] = []
    }

    @Option var seed: UInt64
    @Option var runs = 200
    @Option(help: "Streams of a run, all at once.") var streams = 256
    @Option(help: "Bytes that the messages of a run have together, about.") var bytesMax = 4 << 20
    @Option(help: "Seconds after which a stream counts as one that waits for ever.") var patience = 60

    func run() async throws {
        var summary = Summary()
        for index in 0..<runs {
            var generator = SeededGenerator(seed: seed &+ UInt64(index))
            let run = try await play(&generator)
            summary.runs += 1
            summary.streams += run.right + run.exhausted + run.wrong.count
            summary.exhausted += run.exhausted
            summary.wrong += run.wrong.prefix(3).map { "run \(index), \(run.limits): \($0.prefix(400))" }
            if !run.hasSmallPools, run.exhausted > 0 {
                summary.wrong.append("run \(index): \(run.exhausted) streams without memory in ample pools")
            }
            // One run that goes wrong is enough to look at: every stream that waits for ever costs all the patience.
            if !summary.wrong.isEmpty { break }
        }
        try StandardStreams.print(json: summary)
        if !summary.wrong.isEmpty { throw ExitCode(1) }
    }

    private func play(_ generator: inout SeededGenerator) async throws -> Run {
        var server = ServerConfiguration()
        var client = ClientConfiguration()
        let pools = [2 << 20, 16 << 20, 256 << 20]
        let serverPool = pools.randomElement(using: &generator) ?? 0
        let clientPool = pools.randomElement(using: &generator) ?? 0
        let credits: [UInt32] = [65_536, 65_537, 131_072, 1 << 20]
        server.limits.initialCreditBytes = credits.randomElement(using: &generator) ?? 65_536
        client.limits.initialCreditBytes = credits.randomElement(using: &generator) ?? 65_536
        server.limits.receivePoolBytesMax = serverPool
        client.limits.receivePoolBytesMax = clientPool
        let frames = [65_536, 65_537, 131_072, 1 << 20]
        server.limits.frameBytesMax = frames.randomElement(using: &generator) ?? 65_536
        client.limits.frameBytesMax = frames.randomElement(using: &generator) ?? 65_536
        server.limits.concurrentStreamsMax = [streams, streams, 16].randomElement(using: &generator) ?? streams
        var run = Run(hasSmallPools: min(serverPool, clientPool) < 256 << 20)
        run.limits = Self.text(of: server.limits, client.limits)
        let plans = StreamPlan.plans(streams, bytesMax: bytesMax, &generator)
        for outcome in try await outcomes(of: plans, server, client) {
            switch outcome {
            case .right: run.right += 1
            case .exhausted: run.exhausted += 1
            case .wrong(let problem): run.wrong.append(problem)
            }
        }
        return run
    }

    /// The limits that were drawn, server's / client's.
    private static func text(of server: WireLimits, _ client: WireLimits) -> String {
        "credit \(server.initialCreditBytes)/\(client.initialCreditBytes) "
            + "pool \(server.receivePoolBytesMax)/\(client.receivePoolBytesMax) "
            + "frame \(server.frameBytesMax)/\(client.frameBytesMax) streams \(server.concurrentStreamsMax)"
    }

    private func outcomes(
        of plans: [StreamPlan], _ serverConfiguration: ServerConfiguration, _ clientConfiguration: ClientConfiguration
    ) async throws -> [StreamPlay.Outcome] {
        let logger = Logger(label: "probe") { _ in SwiftLogNoOpLogHandler() }
        let server = TrunkServer(
            router: ProbeRoutes().router(), authenticator: AllStrangers(), configuration: serverConfiguration,
            logger: logger)
        guard case .tcp(_, let port) = try await server.start(.tcp(host: "127.0.0.1", port: 0)) else { return [] }
        let client = TrunkClient(.tcp(host: "127.0.0.1", port: port), configuration: clientConfiguration)
        let options = CallOptions(timeout: .seconds(patience))
        let outcomes = await withTaskGroup(of: StreamPlay.Outcome.self) { group in
            for plan in plans {
                group.addTask {
                    await StreamPlay(plan: plan, echo: EchoServiceClient(client), options: options).play()
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        await client.close()
        await server.drain(grace: .seconds(1))
        return outcomes
    }
}
