internal import ArgumentParser
internal import EchoMessages
internal import EchoService
internal import Foundation
internal import Synchronization
internal import Trunk
internal import TrunkClient
internal import TrunkMessages

/// Callers that call one after the other, each for itself.
struct CallsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calls", abstract: "Call a server from many callers at once, and say what became of each call.")

    /// What is called.
    enum Kind: String, ExpressibleByArgument {
        case `do`, wait, add, addOnce
    }

    @Option var host = "127.0.0.1"
    @Option var port: Int
    @Option(help: "Callers at once.") var callers = 8
    @Option(help: "Connections that they share.") var connections = 1
    @Option(
        parsing: .upToNextOption, help: "Milliseconds that a call may take; of several, each call takes the next.")
    var timeout: [Int] = [1000]
    @Option(help: "Seconds until the last call begins.") var seconds = 10.0
    @Option(help: "Calls of one caller at most.") var count = Int.max
    @Option(help: "Milliseconds between two calls of a caller.") var pause = 0
    @Option var kind = Kind.do
    @Option(help: "Milliseconds that a call of the kind `wait` takes at the server.") var waitFor = 20
    @Option(help: "Calls of a connection before a new one takes its place.") var callsPerConnection = Int.max
    @Flag(help: "Wait for a server that cannot be reached.") var waitForReady = false
    @Flag(help: "Begin no call once standard input has ended.") var untilInputEnds = false
    @Option(help: "Begins every label.") var prefix = "call"
    @Option(help: "Write a line of JSON per call to this file.") var rows: String?

    func run() async throws {
        let inputEnd = untilInputEnds ? StandardStreams.inputEnd() : nil
        let end = MonotonicClock.nanoseconds + Int64(seconds * 1e9)
        let ownsClient = connections >= callers
        let shared = ownsClient ? [] : (0..<connections).map { _ in open() }
        let rows = await withTaskGroup(of: [CallRow].self) { group in
            for caller in 0..<callers {
                group.addTask {
                    let client = ownsClient ? nil : shared[caller % shared.count]
                    return await play(caller, client) {
                        MonotonicClock.nanoseconds < end && inputEnd?.hasCome.load(ordering: .acquiring) != true
                    }
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        for client in shared { await client.close() }
        if let path = self.rows { try StandardStreams.write(rows, to: path) }
        try StandardStreams.print(json: CallSummary(rows))
    }

    private func open() -> TrunkClient {
        TrunkClient(.tcp(host: host, port: port), configuration: ClientConfiguration())
    }

    private func play(_ caller: Int, _ shared: TrunkClient?, while goesOn: () -> Bool) async -> [CallRow] {
        var rows: [CallRow] = []
        var own: (client: TrunkClient, calls: Int)?
        while rows.count < count, goesOn() {
            if shared == nil, own == nil || (own?.calls ?? 0) >= callsPerConnection {
                await own?.client.close()
                own = (open(), 0)
            }
            own?.calls += 1
            guard let client = shared ?? own?.client else { break }
            let timeout = Duration.milliseconds(self.timeout[rows.count % self.timeout.count])
            let label = "\(prefix)-\(caller)-\(rows.count)"
            let (row, _) = await CallRow.measure(label, timeout: timeout) { () async throws(RPCError) in
                try await call(client, label, CallOptions(timeout: timeout, waitForReady: waitForReady))
            }
            rows.append(row)
            if pause > 0 { try? await Task.sleep(for: .milliseconds(pause)) }
        }
        await own?.client.close()
        return rows
    }

    private func call(_ client: TrunkClient, _ label: String, _ options: CallOptions) async throws(RPCError) {
        switch kind {
        case .do: _ = try await EchoServiceClient(client).do(DoRequest(what: label), options: options)
        case .wait:
            let request = WaitRequest(time: .milliseconds(waitFor))
            _ = try await EchoServiceClient(client).wait(request, options: options)
        case .add: _ = try await client.unary(ProbeMethods.add, DoRequest(what: label), options: options)
        case .addOnce: _ = try await client.unary(ProbeMethods.addOnce, DoRequest(what: label), options: options)
        }
    }
}
