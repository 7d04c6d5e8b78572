internal import ArgumentParser
internal import Foundation
internal import Logging
internal import TrunkServer
internal import TrunkWire

/// Serves until standard input ends or says `quit`, then drains.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the echo service and the probe's own methods.",
        discussion: """
            Prints {"port":N}. Commands on standard input: `stats` prints what was counted, `ledger` how often each
            effect has happened, `drain` begins to drain, `quit` drains and ends.
            """)

    @Option var host = "127.0.0.1"
    @Option var port = 0
    @Flag(help: "Serve addresses other than loopback without TLS.") var everywhere = false
    @Option var loops = 1
    @Option var connectionsMax = 16_384
    @Option var connectionsPerAddress = 16_384
    @Option var concurrentStreams = 256
    @Option(help: "Bytes of credit that a stream begins with.") var credit: UInt32 = 65_536
    @Option(help: "Milliseconds until output without progress closes a connection.") var outputStalled: UInt64 = 30_000
    @Option(help: "Milliseconds that running calls get when the server drains.") var grace = 3000

    /// What `stats` prints.
    private struct Statistics: Encodable {
        var handlers: HandlerGauge.Reading
        var connectionsOpen: Int
        var connectionsAccepted: Int
        var handlersRunning: Int
        var callsStarted: Int
        var closes: [String: Int]
        var residentKiB: Int
    }

    func run() async throws {
        let routes = ProbeRoutes()
        var configuration = ServerConfiguration()
        configuration.servesPlaintextEverywhere = everywhere
        configuration.loopsCount = loops
        configuration.connectionsMax = connectionsMax
        configuration.connectionsPerAddressMax = connectionsPerAddress
        configuration.limits.concurrentStreamsMax = concurrentStreams
        configuration.limits.initialCreditBytes = credit
        configuration.limits.outputStalledMillisMax = outputStalled
        var logger = Logger(label: "probe") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .warning
        let server = TrunkServer(
            router: routes.router(), authenticator: AllStrangers(), configuration: configuration, logger: logger)
        guard case .tcp(_, let bound) = try await server.start(.tcp(host: host, port: port)) else { return }
        StandardStreams.print("{\"port\":\(bound)}")
        commands: for await line in StandardStreams.lines() {
            switch line {
            case "stats": try StandardStreams.print(json: await statistics(server, routes))
            case "ledger": try StandardStreams.print(json: routes.ledger.entries)
            case "drain": Task { await server.drain(grace: .milliseconds(grace)) }
            case "quit": break commands
            default: throw ValidationError("no command called \(line)")
            }
        }
        await server.drain(grace: .milliseconds(grace))
    }

    private func statistics(_ server: TrunkServer, _ routes: ProbeRoutes) async -> Statistics {
        let counted = await server.statistics()
        return Statistics(
            handlers: routes.gauge.reading, connectionsOpen: counted.connectionsOpen,
            connectionsAccepted: counted.connectionsAccepted, handlersRunning: counted.handlersRunning,
            callsStarted: counted.callsStarted, closes: counted.closes, residentKiB: Self.residentKiB())
    }

    private static func residentKiB() -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        for line in status.split(separator: "\n") where line.hasPrefix("VmRSS:") {
            return line.split(separator: " ").compactMap { Int($0) }.first ?? 0
        }
        return 0
    }
}
